const LIMIT = 300;
const FREE = /\.spec\.ts$|\.journey\.ts$|\/migrations\/|\/generated\/|\.(?:zh|en)\.ts$|\/demo\/|\/locale\//;

/**
 * Is every hand-written source file short enough to be read in one sitting? A longer one answers a second question.
 * @param {string[]} files
 * @param {(file: string) => string} read
 */
export function fileSize(files, read) {
  return files
    .filter((file) => /^(?:libs|apps|database|tools)\/.*\.(?:ts|mjs|vue)$/.test(file) && !FREE.test(file))
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > LIMIT)
    .map(({ file, lines }) => ({ file, message: `${lines} lines, more than ${LIMIT}: which second question moved in?` }));
}
