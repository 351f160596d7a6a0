/**
 * Takes out of a log line what no log may hold: names, numbers of people, answers, free text, secrets. A field is
 * recognised by its name, and a number by its shape wherever it stands. Ids, codes and counts pass.
 */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if (value instanceof Date) return value;
  if (value instanceof Error) return scrubError(value, depth);
  if (depth >= 6) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, PRIVATE.test(key) ? '[private]' : scrub(item, depth + 1)]),
  );
}

const PRIVATE = new RegExp(
  '^(?:' +
    [
      '(?:\\w*_)?(?:full|real|masked|student|pupil|guardian|account|user)?_?name', 'user(?:name)?', 'pinyin', 'names?',
      'id_?(?:number|no|card)', 'identity\\w*', 'student_?(?:number|no|code)', 'xueji\\w*', 'phones?', 'mobile', 'tel', 'e?mail', 'address', 'birth\\w*',
      'answers?', 'seconds', 'scores?', 'text', 'notes?', 'content', 'comment', 'reason', 'body', 'title',
      'pass(?:word|code)\\w*', 'new_?password', 'secret\\w*', '\\w*token', 'authorization', 'cookies?', 'set-cookie', 'csrf\\w*', 'keys?', 'seat_?code', 'code_?word',
      'parameters', 'params', 'query', 'values', 'where', 'detail', 'details',
    ].join('|') +
    ')$',
  'i',
);

const NUMBERS = /(?<![\w.-])(?:\d{17}[\dXx]|[A-Za-z]\d{17}[\dXx]|1[3-9]\d{9})(?![\w-])/g; // identity, 学籍号, mobile phone

export function scrubText(text: string): string {
  return text.replace(NUMBERS, '[number]');
}

/** An error of the database quotes the row it failed on: only its name, code and the name of the constraint are kept. */
function scrubError(error: Error, depth: number): object {
  const { code, constraint, table, cause } = error as Error & Record<'code' | 'constraint' | 'table', unknown>;
  const isDatabase = 'severity' in error || 'driverError' in error;
  const message = isDatabase ? error.message.replace(/"[^"]*"(?=\s*$)|: ".*"/s, '') : error.message;
  return {
    type: error.name,
    message: scrubText(message),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    stack: scrubText((error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).join('\n')),
    ...(cause === undefined ? {} : { cause: scrub(cause, depth + 1) }),
  };
}
