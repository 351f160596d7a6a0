import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { scrub } from './scrub.js';
import { StructuredLogger } from './structured-logger.js';

function listening(level: 'debug' | 'info' | 'silent' = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const logger = new StructuredLogger(level, { write: (line) => void lines.push(JSON.parse(line)) });
  return { logger, lines };
}

describe('a log line', () => {
  afterEach(() => Logger.overrideLogger(false));

  it('comes from anywhere in Nest as one JSON object that says who speaks', () => {
    const { logger, lines } = listening();
    Logger.overrideLogger(logger);
    new Logger('jobs').warn({ runId: 'r1', attempt: 2 });
    new Logger('jobs').log('ready');
    expect(lines).toEqual([
      expect.objectContaining({ level: 40, context: 'jobs', runId: 'r1', attempt: 2, time: expect.stringMatching(/^\d{4}-.*Z$/) }),
      expect.objectContaining({ level: 30, context: 'jobs', msg: 'ready' }),
    ]);
  });

  it('keeps an error with its stack and without its message twice', () => {
    const { logger, lines } = listening();
    const error = new Error('no such key');
    logger.error('failed', error.stack, 'crypto');
    logger.error(error, 'crypto');
    expect(lines[0]).toMatchObject({ level: 50, msg: 'failed', context: 'crypto', stack: expect.stringContaining('logging.spec') });
    expect(lines[1]).toMatchObject({ msg: 'no such key', error: { type: 'Error', stack: expect.not.stringContaining('no such key') } });
  });

  it('below the level is not written', () => {
    const { logger, lines } = listening('info');
    logger.debug('x');
    logger.verbose('x');
    expect(lines).toEqual([]);
  });
});

describe('what a log may not hold is taken out', () => {
  it.each([
    'name', 'fullName', 'student_name', 'username', 'idNumber', 'id_number', 'phone', 'answers', 'scores', 'note', 'text', 'password',
    'newPassword', 'seatToken', 'authorization', 'cookie', 'parameters', 'birthOn', 'keys', 'title',
  ])('the field %s, however deep', (key) => {
    const text = JSON.stringify(scrub({ a: [{ b: { [key]: '张三的秘密' } }] }));
    expect(text).not.toContain('张三');
    expect(text).toContain('[private]');
  });

  it.each(['studentId', 'jurisdictionId', 'runId', 'action', 'code', 'state', 'count', 'ms', 'job', 'rule', 'ordinal', 'round'])(
    'but the field %s passes',
    (key) => expect(scrub({ [key]: 'x1' })).toEqual({ [key]: 'x1' }),
  );

  it('a number of a person inside any text', () => {
    const text = scrub('row 3: 330106201203040017, G33010620120304002X, 13800001234; id 0190a000-0000-7000-8000-138000012345, 1024') as string;
    expect(text).toBe('row 3: [number], [number], [number]; id 0190a000-0000-7000-8000-138000012345, 1024');
  });

  it('the row that an error of the database quotes', () => {
    const error = Object.assign(new Error('invalid input syntax for type integer: "张三"'), {
      severity: 'ERROR', code: '22P02', detail: 'Key (name)=(张三) already exists.', parameters: ['张三'], constraint: 'student_pkey',
      cause: new Error('13800001234'),
    });
    const text = JSON.stringify(scrub({ error }));
    expect(text).not.toMatch(/张三|13800001234/);
    expect(text).toMatch(/22P02.*student_pkey/);
  });

  it('and what would not end', () => {
    const round: Record<string, unknown> = { id: 1n, bytes: Buffer.alloc(9) };
    round['self'] = round;
    expect(JSON.stringify(scrub(round))).toContain('[deep]');
    expect(JSON.stringify(scrub(round))).toContain('[9 bytes]');
  });
});
