/**
 * Does every path named in the walkthrough exist? A path stands in backticks and holds a slash; a method after it,
 * `path` `submit()`, is prose. A walk that names no path at all is a fault too.
 * @param {string} text docs/walkthrough.md
 * @param {(path: string) => boolean} exists
 * @returns {string[]} what is wrong
 */
export function walkthroughFaults(text, exists) {
  const paths = [...text.matchAll(/`((?:apps|libs|database|tools|docs|policies|instruments|deploy)\/[^`\s]*)`/g)].map((match) => match[1].replace(/\/$/, ''));
  if (paths.length === 0) return ['the walkthrough names no path'];
  return [...new Set(paths)].filter((path) => !exists(path)).map((path) => `the walkthrough leads to ${path}, which is not there`);
}
