import { beforeEach, describe, expect, it } from '@jest/globals';
import { Outbox } from './outbox.js';
import type { Answered, Questionnaire, SeatTaken, Sheet } from './server.js';
import { memoryShelf, type Shelf } from './shelf.js';
import { WriteAhead, type Sitting } from './write-ahead.js';

const seat = { classCode: 'K7Q2', seatCode: 'AB12' };
const form = (instrument: string): Questionnaire => ({
  instrument,
  version: '1.0.0',
  title: instrument,
  recall: '',
  instructions: null,
  items: [{ no: 1, text: '一' }, { no: 2, text: '二' }],
  options: [{ value: 0, label: '否' }, { value: 1, label: '是' }],
  done: false,
});
const taken = (roundId = 'round', token = 'token-1'): SeatTaken => ({
  seatToken: token,
  pupil: { maskedName: '张**', className: '七（1）班' },
  round: { id: roundId, title: '秋季', closesAt: '2026-12-31T09:00:00Z' },
  battery: [form('one'), form('two')],
  helpLines: [],
  serverTime: '2026-10-09T01:00:00Z',
});

let now: number;
let shelf: Shelf;
let ahead: WriteAhead;
let sent: { sheet: Sheet; token: string }[];
let answers: Answered[];
let outbox: Outbox;
let sitting: Sitting;
let renumbered = 0;

const accepted: Answered = { status: 201, body: { receipt: 'R1' } };
const finish = (instrument: string) => ahead.finish(sitting, form(instrument), [1, null], [3, 0]);

beforeEach(async () => {
  now = Date.parse('2026-10-09T01:00:00Z');
  shelf = memoryShelf();
  ahead = new WriteAhead(shelf, () => now);
  sent = [];
  answers = [];
  const send = async (sheet: Sheet, token: string) => {
    sent.push({ sheet, token });
    return answers.shift() ?? accepted;
  };
  outbox = new Outbox(shelf, { send, now: () => now, chance: () => 0, newId: () => `anew-${++renumbered}` });
  sitting = await ahead.sit(seat, taken(), {});
});

describe('drafts', () => {
  it('come back with answers, blanks and place', async () => {
    await ahead.record(sitting, 'one', 0, { value: 1, seconds: 4 });
    now += 1000;
    await ahead.recordBlank(sitting, 'one', 1, 2);
    expect(await ahead.draft(sitting, form('one'))).toEqual({ answers: [1, null], seconds: [4, 2], lastIndex: 1 });
    expect((await ahead.draft(sitting, form('two'))).lastIndex).toBe(-1);
  });

  it('a blank in one window never covers an answer of another', async () => {
    await ahead.record(sitting, 'one', 0, { value: 1, seconds: 4 });
    await ahead.recordBlank(sitting, 'one', 0, 9);
    expect((await ahead.draft(sitting, form('one'))).answers[0]).toBe(1);
  });

  it('the same seat continues its sitting and keeps its sheet ids; another seat and another round begin anew', async () => {
    expect((await ahead.sit(seat, taken(), {})).sheetIds).toEqual(sitting.sheetIds);
    expect((await ahead.sit({ ...seat, seatCode: 'ZZ99' }, taken(), {})).id).not.toBe(sitting.id);
    expect((await ahead.sit(seat, taken('next-year'), {})).id).not.toBe(sitting.id);
    expect(await ahead.find(sitting.id)).toBeUndefined();
  });

  it('left alone for half an hour are wiped; a clock set back does not save them', async () => {
    await ahead.record(sitting, 'one', 0, { value: 1, seconds: 4 });
    now += 29 * 60_000;
    await ahead.wipeIdle(30 * 60_000);
    expect(await ahead.hasUnfinished()).toBe(true);
    now -= 3 * 24 * 3_600_000;
    await ahead.wipeIdle(30 * 60_000);
    expect([await shelf.all('sittings'), await shelf.all('answers')]).toEqual([[], []]);
  });
});

describe('finished sheets', () => {
  it('leave the draft in the same step and are one sheet however often the button is pressed', async () => {
    await ahead.record(sitting, 'one', 0, { value: 1, seconds: 4 });
    await Promise.all([finish('one'), finish('one')]);
    await finish('one');
    expect(await shelf.all('answers')).toEqual([]);
    expect(await outbox.rows()).toHaveLength(1);
  });

  it('ten failures, then a receipt: one sheet id, and only the receipt stays', async () => {
    await finish('one');
    answers = Array.from({ length: 10 }, () => ({ status: 503 }));
    for (let nth = 0; nth < 11; nth++) {
      await outbox.flush();
      now += 61_000;
    }
    expect(sent).toHaveLength(11);
    expect(new Set(sent.map(({ sheet }) => sheet.sheetId))).toEqual(new Set([sitting.sheetIds['one']]));
    expect(await outbox.rows()).toMatchObject([{ state: 'accepted', receipt: 'R1', key: null, sealed: null }]);
    expect(await outbox.nextAt()).toBeUndefined();
  });

  it('wait for their pause, unless somebody asks', async () => {
    await finish('one');
    answers = [{ status: 0 }, { status: 0 }];
    await outbox.flush();
    await outbox.flush();
    expect(sent).toHaveLength(1);
    await outbox.flush(true);
    expect(sent).toHaveLength(2);
  });

  it('two callers at once send once', async () => {
    await finish('one');
    await Promise.all([outbox.flush(), outbox.flush(), outbox.flush(false)]);
    expect(sent).toHaveLength(1);
  });

  it('one refused sheet does not hold up the next', async () => {
    await finish('one');
    await finish('two');
    answers = [{ status: 409, body: { code: 'screening/round-closed', title: '本轮测评已结束。' } }];
    await outbox.flush();
    expect((await outbox.rows()).map((row) => row.state).sort()).toEqual(['accepted', 'refused']);
  });

  it('whose number belongs to another sheet travel under a new one, with the answers they had', async () => {
    await finish('one');
    answers = [{ status: 409, body: { code: 'screening/sheet-id-taken' } }, { status: 409, body: { code: 'screening/already-answered' } }];
    await outbox.flush();
    expect(await outbox.rows()).toMatchObject([{ id: sitting.sheetIds['one'], state: 'waiting', tries: 1 }]);
    now += 61_000;
    await outbox.flush();
    expect(sent.map(({ sheet }) => sheet.answers)).toEqual([[1, null], [1, null]]);
    expect(sent[1]!.sheet.sheetId).not.toBe(sent[0]!.sheet.sheetId);
    expect(await outbox.rows()).toMatchObject([{ id: sitting.sheetIds['one'], state: 'accepted', sealed: null }]);
  });

  it('survive the wipe of their sitting until accepted', async () => {
    await finish('one');
    answers = [{ status: 0 }];
    await outbox.flush();
    await ahead.wipe(sitting.id);
    now += 365 * 24 * 3_600_000;
    await ahead.wipeIdle(30 * 60_000);
    expect(await outbox.rows()).toHaveLength(1);
    await outbox.flush();
    expect(sent[1]!.sheet.answers).toEqual([1, null]);
    await ahead.wipe(sitting.id);
    expect(await outbox.rows()).toEqual([]);
  });

  it('travel with the new token when the pupil of the seat comes in again, in the same round only', async () => {
    await finish('one');
    answers = [{ status: 401, body: { code: 'screening/seat-token-invalid' } }];
    await outbox.flush();
    expect(await outbox.renew(seat, 'next-year', 'token-3')).toEqual({});
    expect(await outbox.renew({ ...seat, seatCode: 'ZZ99' }, 'round', 'token-3')).toEqual({});
    const handed = await outbox.renew(seat, 'round', 'token-2');
    expect(handed).toEqual({ one: sitting.sheetIds['one'] });
    await ahead.wipe(sitting.id);
    expect((await ahead.sit(seat, taken(), handed)).sheetIds['one']).toBe(sitting.sheetIds['one']);
    await outbox.flush();
    expect(sent.map(({ token }) => token)).toEqual(['token-1', 'token-2']);
  });
});
