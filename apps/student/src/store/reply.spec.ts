import { describe, expect, it } from '@jest/globals';
import { judge, pauseAfter } from './reply.js';

const problem = (status: number, code: string) => ({ status, body: { code, title: '说明' } });

describe('what an answer means for a sheet', () => {
  it.each([
    ['201 with a receipt', { status: 201, body: { receipt: 'A1' } }, 'accepted'],
    ['200 with a receipt: the same sheet again', { status: 200, body: { receipt: 'A1' } }, 'accepted'],
    ['handed in before from another device', problem(409, 'screening/already-answered'), 'accepted'],
    ['its number belongs to another sheet', problem(409, 'screening/sheet-id-taken'), 'renumber'],
    ['200 without a receipt: a sign-in page of the school network', { status: 200, body: {} }, 'later'],
    ['403 of a gateway, not of ours', { status: 403 }, 'later'],
    ['nothing came back', { status: 0 }, 'later'],
    ['502 of a proxy', { status: 502 }, 'later'],
    ['503 of ours', problem(503, 'platform/unavailable'), 'later'],
    ['429', problem(429, 'platform/too-many'), 'later'],
    ['the token ran out', problem(401, 'screening/seat-token-invalid'), 'unseated'],
    ['after closing time', problem(409, 'screening/round-closed'), 'refused'],
    ['a malformed sheet', problem(400, 'screening/wrong-length'), 'refused'],
  ])('%s', (_name, reply, kind) => {
    expect(judge(reply).kind).toBe(kind);
  });

  it('hands on the sentence of a refusal and the pause the server asks for', () => {
    expect(judge(problem(409, 'screening/round-closed'))).toEqual({ kind: 'refused', code: 'screening/round-closed', text: '说明' });
    expect(judge({ status: 503, retryAfterSeconds: 30 })).toEqual({ kind: 'later', notBeforeMs: 30_000 });
  });
});

describe('the pause before the next attempt', () => {
  it.each([
    [1, 0, 1_000],
    [1, 0.999999, 2_000],
    [2, 0, 2_000],
    [6, 0, 30_000],
    [50, 0.999999, 60_000],
  ])('after %i attempts with chance %d: %i ms', (tries, chance, ms) => {
    expect(pauseAfter(tries, chance)).toBe(ms);
  });
});
