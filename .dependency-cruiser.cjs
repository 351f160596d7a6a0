// The law of direction. A domain knows the domains behind it, never the ones ahead:
// backward is a plain call of an upstream entry, forward is a fact through the outbox.
// `npm run lint` proves nothing of this; `node tools/walls.mjs` does, and tools/walls.spec.ts proves that it can fail.

// Each line may import the lines above it. Domains that share a line do not know each other.
const travelOrder = [
  ['policy'],
  ['organisation'],
  ['data-protection'],
  ['screening', 'counselling', 'staffing', 'curriculum-hours', 'home-school'],
  ['crisis-escalation'],
  ['referral'],
  ['inspection'],
  ['reporting'],
];

const domains = travelOrder.flat();
const anyOf = (names) => `(?:${names.join('|')})`;
const anyDomain = `^libs/${anyOf(domains)}/`;
const test = String.raw`\.(?:spec|journey)\.ts$|/testing/`;
const storage = String.raw`\.(?:entity|repository)\.ts$|^libs/platform/src/database/|^database/`;

const wall = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const directions = travelOrder.flatMap((line, rank) =>
  line.map((domain) => {
    const notUpstream = travelOrder.slice(rank).flat().filter((other) => other !== domain);
    return wall(
      `${domain}-looks-back`,
      'a domain imports none beside or ahead of it; it tells them by a fact',
      { path: `^libs/${domain}/` },
      { path: `^libs/${anyOf([...notUpstream, 'no-such-domain'])}/` },
    );
  }),
);

module.exports = {
  forbidden: [
    ...directions,
    wall(
      'every-library-has-its-place',
      'a new library is written into the travel order above before it imports anything',
      { path: '^libs/', pathNot: [anyDomain, '^libs/(?:kernel|platform|api-client)/'] },
      {},
    ),
    wall('no-cycle', 'two files that need each other are one file, or miss a third', {}, { circular: true, viaOnly: { pathNot: String.raw`\.entity\.ts$` } }),
    wall('no-unknown-import', 'an import that leads nowhere', {}, { couldNotResolve: true, pathNot: '^virtual:' }),
    wall('kernel-is-alone', 'the kernel needs nothing but the language', { path: '^libs/kernel/', pathNot: test }, { pathNot: '^libs/kernel/' }),
    wall('platform-knows-no-domain', 'plumbing does not know what flows', { path: '^libs/platform/' }, { path: `${anyDomain}|^apps/|^database/` }),
    wall(
      'rules-are-pure',
      'a rule imports the kernel and upstream rules: no npm package, no Node, no server code',
      { path: '^libs/[^/]+/src/rules/', pathNot: test },
      { pathNot: '^libs/kernel/src/|^libs/[^/]+/src/rules/' },
    ),
    wall(
      'entries-only',
      'another package is entered by its door: index.ts of rules, server or testing (and sealing, for threads)',
      { path: '^((?:libs|apps)/[^/]+|database)/' },
      {
        path: '^(?:(?:libs|apps)/[^/]+|database)/src/',
        pathNot: ['^$1/', String.raw`^libs/[^/]+/src/(?:(?:rules|server|testing|sealing)/)?index\.ts$`, String.raw`^database/src/(?:demo/)?index\.ts$`],
      },
    ),
    wall(
      'storage-stays-in-its-room',
      'only entities, repositories, platform/database and migrations speak to the database driver',
      { path: '^(?:libs|apps|database)/', pathNot: [storage, test, '^apps/journeys/'] },
      { path: String.raw`node_modules/(?:typeorm|pg|pg-copy-streams)/` },
    ),
    wall(
      'queue-stays-in-its-room',
      'only platform/jobs knows BullMQ and Redis; a domain declares a job',
      { path: '^(?:libs|apps|database)/', pathNot: ['^libs/platform/src/jobs/', test] },
      { path: String.raw`node_modules/(?:bullmq|ioredis)/` },
    ),
    wall(
      'edges-ask-the-service',
      'controllers, jobs and listeners call their service, never a repository or an entity',
      { path: String.raw`^libs/[^/]+/src/server/.*\.(?:controller|job|listener)\.ts$` },
      { path: String.raw`\.(?:repository|entity)\.ts$` },
    ),
    wall(
      'browser-sees-rules-only',
      'console and student import rules, the kernel and the api client; nothing of the server',
      { path: '^apps/(console|student)/' },
      { path: '^(?:libs|apps|database)/', pathNot: ['^libs/(?:kernel|api-client)/', '^libs/[^/]+/src/rules/', '^apps/$1/'] },
    ),
    wall('browser-has-no-node', 'the browser has no Node', { path: '^apps/(?:console|student)/src/', pathNot: test }, { dependencyTypes: ['core'] }),
    wall('apps-are-leaves', 'nothing imports an app', { path: '^(?:libs|database)/' }, { path: '^apps/' }),
    wall('apps-do-not-meet', 'an app does not import another app', { path: '^apps/([^/]+)/', pathNot: '^apps/journeys/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    wall('libraries-do-not-migrate', 'the database knows the domains, not the reverse', { path: '^libs/', pathNot: test }, { path: '^database/' }),
    wall('tests-stay-tests', 'nothing that ships imports a builder or a spec', { path: '^(?:libs|apps|database)/', pathNot: [test, '^apps/journeys/'] }, { path: test }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(?:^|/)dist/|^\.data/|^libs/api-client/src/generated/` },
    tsPreCompilationDeps: true, // an `import type` is knowledge too
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@heliotrope/source', 'import', 'node', 'types', 'default'],
    },
  },
};
