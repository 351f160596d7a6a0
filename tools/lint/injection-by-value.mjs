import { decoratorNames } from './decorators.mjs';

const BY_TOKEN = new Set(['Inject', 'InjectQueue', 'CurrentActor', 'Req', 'Res']);

/**
 * With `import type` the compiler writes "Object" into the metadata: Nest then injects nothing, or worse, the
 * validation of a request body is skipped in silence. So what stands in a decorated signature is imported as a value.
 */
export const injectionByValue = {
  meta: { type: 'problem', messages: { value: '{{name}} stands in a decorated signature: import it as a value, not as a type.' }, schema: [] },
  create(context) {
    const types = new Set();
    const check = (parameters, isDecorated) => {
      for (const parameter of parameters) {
        const inner = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
        const decorators = [...decoratorNames(parameter), ...decoratorNames(inner)];
        if (decorators.some((name) => BY_TOKEN.has(name))) continue;
        if (!isDecorated && decorators.length === 0) continue;
        const type = inner.typeAnnotation?.typeAnnotation;
        const name = type?.type === 'TSTypeReference' ? type.typeName.name : undefined;
        if (name && types.has(name)) context.report({ node: inner, messageId: 'value', data: { name } });
      }
    };
    return {
      ImportDeclaration(node) {
        for (const specifier of node.specifiers) {
          if (node.importKind === 'type' || specifier.importKind === 'type') types.add(specifier.local.name);
        }
      },
      MethodDefinition(node) {
        const owner = node.parent.parent;
        if (node.kind === 'constructor') check(node.value.params, decoratorNames(owner).length > 0);
        else check(node.value.params, false);
      },
    };
  },
};
