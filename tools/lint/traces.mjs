const TEXT = /\.(?:ts|mjs|cjs|js|vue|json|ya?ml|md|html|css|sh|sql|conf|csv|Dockerfile)$|Dockerfile$/;
const TRACES = [
  [/(?<![\w.$}-])\/(?:work|root|Users)\/\w/, 'a path of somebody\'s machine'],
  [/(?<![\w.$}-])\/home\/(?!node\b)\w/, 'a path of somebody\'s machine'],
  [/https?:\/\/registry\./, 'the host of a package registry'],
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, 'a private key'],
];

/**
 * Does no file carry what belongs to one machine: its paths, its package registry, a key?
 * @param {string[]} files
 * @param {(file: string) => string} read
 */
export function traces(files, read) {
  return files
    .filter((file) => TEXT.test(file) && !file.startsWith('tools/lint/'))
    .flatMap((file) => {
      const text = read(file);
      return TRACES.filter(([pattern]) => pattern.test(text)).map(([, message]) => ({ file, message }));
    });
}
