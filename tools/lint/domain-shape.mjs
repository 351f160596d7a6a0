const PLUMBING = new Set(['kernel', 'platform', 'api-client']);
const EXPECTED = ['README.md', 'src/rules/index.ts', 'src/rules/refusals.ts', 'src/rules/actions.ts', 'src/server/index.ts'];

/**
 * Does every domain have the same rooms, so that who knows one finds the way in all?
 * @param {string[]} files
 */
export function domainShape(files) {
  const present = new Set(files);
  const domains = new Set(files.map((file) => /^libs\/([^/]+)\//.exec(file)?.[1]).filter((name) => name && !PLUMBING.has(name)));
  return [...domains].flatMap((domain) =>
    EXPECTED.map((file) => `libs/${domain}/${file}`)
      .filter((file) => !present.has(file))
      .map((file) => ({ file, message: 'every domain has this file' })),
  );
}
