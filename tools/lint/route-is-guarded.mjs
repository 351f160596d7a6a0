import { decoratorNames } from './decorators.mjs';

const VERBS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Sse']);
const GUARDS = new Set(['Allow', 'Public']);

/** The application refuses to boot with an unguarded route; this says so while it is being written. */
export const routeIsGuarded = {
  meta: { type: 'problem', messages: { one: 'A route has exactly one of @Allow and @Public; this one has {{count}}.' }, schema: [] },
  create: (context) => ({
    MethodDefinition(node) {
      const names = decoratorNames(node);
      if (!names.some((name) => VERBS.has(name))) return;
      const count = names.filter((name) => GUARDS.has(name)).length;
      if (count !== 1) context.report({ node: node.key, messageId: 'one', data: { count } });
    },
  }),
};
