import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anAccountWithPost, type BuiltStudent } from '@heliotrope/organisation/testing';
import { CryptoModule, JobRunRunner, jobActor, newId } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { presentVersion } from '../../testing/instrument.builder.js';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { seatsOf } from '../../testing/seat.builder.js';
import type { Seat } from '../answering/seat-token.service.js';
import { SeatService } from '../answering/seat.service.js';
import { SheetRepository, type SheetRow } from '../answering/sheet.repository.js';
import { BoardService } from '../completion/board.service.js';
import { FoldCompletion } from '../completion/fold-completion.job.js';
import { OpenDueRounds } from '../round/open-due-rounds.job.js';
import { RoundService } from '../round/round.service.js';
import { SeatSlipService } from '../round/seat-slip.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { FurtherWindowService } from './further-window.service.js';
import { SeatDueWindows } from './seat-window.job.js';

const MORNING = '2026-10-12T01:00:00Z';
const ROUND = { opensAt: '2026-10-12T00:00:00Z', closesAt: '2026-10-16T10:00:00Z' };
const MAKE_UP = { opensAt: new Date('2026-10-19T00:00:00Z'), closesAt: new Date('2026-10-20T10:00:00Z') };
const RETEST = { opensAt: new Date('2026-10-21T00:00:00Z'), closesAt: new Date('2026-10-22T10:00:00Z') };

describe('those who were absent, and those whose sheet was void', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let sheets: SheetRepository;
  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, CryptoModule, ScreeningHttpModule, ScreeningJobsModule);
    sheets = new SheetRepository(db.intake);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const clock = (time: string) => db.clock.set(new Date(time));

  async function opened(jurisdictionId: number, instruments: readonly string[] = ['phq-9', 'gad-7']) {
    clock(MORNING);
    const county = await aCounty(db.owner, { jurisdictionId, schools: 1, classes: 1, pupils: 5 });
    const battery = instruments.map((instrument) => ({ instrument, version: presentVersion(instrument), grades: { from: 7, to: 9 } }));
    const round = await aPlannedRound(db.owner, { jurisdictionId, grades: [7], battery, ...ROUND });
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', jurisdictionId), round.id);
    await app.get(JobRunRunner).run({ jurisdictionId, runId: jobRunId });
    const officer = (await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId })).actor;
    const teacher = (await anAccountWithPost(db.owner, { post: 'psychology-teacher', jurisdictionId, schoolId: county.schools[0]!.id })).actor;
    return { jurisdictionId, round: round.id, pupils: county.pupils, officer, teacher, seats: await seatsOf(db.owner, round.id) };
  }
  type Opened = Awaited<ReturnType<typeof opened>>;

  const send = async (seat: Seat, instrument: string, validity: SheetRow['validity']) => {
    const place = seat.b.findIndex(([code]) => code === instrument);
    const row: SheetRow = {
      jurisdictionId: seat.j, id: newId(), assignmentId: seat.a, instrument, version: seat.b[place]![1], answers: Buffer.from('x'), scores: null, validity,
      critical: [], ordinal: 0, acute: false, rules: [], receivedAt: db.clock.now().getTime(), bit: 1 << place, allBits: (1 << seat.b.length) - 1, needsReview: false, fact: null,
    };
    return (await sheets.save([row]))[0];
  };
  const total = async (of: Opened) => {
    await app.get(FoldCompletion).tick();
    return (await app.get(BoardService).board(of.officer, of.round)).total;
  };
  const seatsIn = async (of: Opened, window: string) => {
    const { rows } = await db.owner.query(`select id from screening.assignment where window_id = $1`, [window]);
    const ids = new Set(rows.map((row) => row.id));
    return (await seatsOf(db.owner, of.round)).filter((seat) => ids.has(seat.a));
  };
  const seated = async (of: Opened) => {
    await app.get(OpenDueRounds).tick();
    await app.get(SeatDueWindows).tick();
    const { rows } = await db.owner.query(`select id from platform.job_run where jurisdiction_id = $1 and name = 'screening.seat-window' and state = 'queued'`, [of.jurisdictionId]);
    for (const { id } of rows) await app.get(JobRunRunner).run({ jurisdictionId: of.jurisdictionId, runId: id });
  };
  const slipNames = async (of: Opened, window: string | null) =>
    (await app.get(SeatSlipService).ofClass(of.teacher, of.round, of.pupils[0]!.classId, window)).slips.map((slip) => slip.name).sort();
  const names = (...pupils: (BuiltStudent | undefined)[]) => pupils.map((pupil) => pupil!.name).sort();
  const seatOf = (seats: readonly Seat[], pupil: BuiltStudent | undefined) => seats.find((seat) => seat.p === pupil!.id)!;

  it('answer in dated windows: the five numbers always add up, no seat is made twice, and a valid sheet counts before the void one', async () => {
    const of = await opened(990331);
    const [valid, spoilt, partial, absent, refuser] = of.pupils;
    for (const [pupil, phq, gad] of [[valid, 'valid', 'valid'], [spoilt, 'valid', 'void'], [partial, 'valid', null]] as const) {
      expect(await send(seatOf(of.seats, pupil), 'phq-9', phq)).toBe('saved');
      if (gad) expect(await send(seatOf(of.seats, pupil), 'gad-7', gad)).toBe('saved');
    }
    await db.owner.query(`update screening.assignment set stopped_at = now() where id = $1`, [seatOf(of.seats, refuser).a]);
    await db.owner.query(
      `insert into screening.refusal (jurisdiction_id, assignment_id, round_id, school_id, class_id, student_id, is_refused, said_at, is_settled, counted)
       select jurisdiction_id, id, round_id, school_id, class_id, student_id, true, now(), true, 1 from screening.assignment where id = $1`, [seatOf(of.seats, refuser).a]);
    await db.owner.query(
      `insert into screening.completion_delta (jurisdiction_id, round_id, school_id, class_id, at, refused)
       select jurisdiction_id, round_id, school_id, class_id, now(), 1 from screening.assignment where id = $1`, [seatOf(of.seats, refuser).a]);
    expect(await total(of)).toEqual({ eligible: 5, completed: 1, refused: 1, absent: 0, void: 1, notYet: 2, inProgress: 1 });

    const windows = app.get(FurtherWindowService);
    const makeUp = (await windows.plan(of.officer, of.round, { kind: 'make-up', ...MAKE_UP })).id;
    const retest = (await windows.plan(of.officer, of.round, { kind: 'retest', ...RETEST })).id;
    await expect(windows.seat(of.officer, makeUp)).rejects.toMatchObject({ code: 'screening/window-not-due' });
    await seated(of); // too early for anybody
    expect(await seatsIn(of, makeUp)).toEqual([]);

    clock('2026-10-16T10:05:00Z');
    await seated(of);
    expect(await total(of)).toEqual({ eligible: 5, completed: 1, refused: 1, absent: 2, void: 1, notYet: 0, inProgress: 1 });
    const missing = await seatsIn(of, makeUp);
    expect(missing.map((seat) => seat.p).sort()).toEqual([partial!.id, absent!.id].sort()); // and nothing nags who said no
    expect(await slipNames(of, makeUp)).toEqual(names(partial, absent));
    expect(await seatsIn(of, retest)).toEqual([]); // it waits for the make-up

    expect(await send(seatOf(missing, absent), 'phq-9', 'valid')).toBe('not-open');
    clock('2026-10-19T02:00:00Z');
    for (const form of ['phq-9', 'gad-7']) expect(await send(seatOf(missing, absent), form, form === 'gad-7' ? 'void' : 'valid')).toBe('saved');
    expect(await send(seatOf(missing, partial), 'phq-9', 'valid')).toBe('answered-before'); // what was in is in
    expect(await send(seatOf(missing, partial), 'gad-7', 'valid')).toBe('saved');
    expect(await total(of)).toEqual({ eligible: 5, completed: 2, refused: 1, absent: 0, void: 2, notYet: 0, inProgress: 0 });

    clock('2026-10-20T10:05:00Z');
    await seated(of);
    const again = await seatsIn(of, retest);
    expect(again.map((seat) => [seat.p, seat.b.map(([code]) => code)]).sort()).toEqual([[spoilt!.id, ['gad-7']], [absent!.id, ['gad-7']]].sort());
    expect(await slipNames(of, retest)).toEqual(names(spoilt, absent));
    expect(await slipNames(of, null)).toEqual(names(valid, spoilt, partial, absent));
    const before = await db.owner.query(`select count(*) as n from screening.assignment where round_id = $1`, [of.round]);
    clock('2026-10-21T02:00:00Z');
    for (let n = 0; n < 2; n++) {
      const { jobRunId } = await windows.seat(of.officer, retest);
      await app.get(JobRunRunner).run({ jurisdictionId: of.jurisdictionId, runId: jobRunId });
    }
    expect((await db.owner.query(`select count(*) as n from screening.assignment where round_id = $1`, [of.round])).rows).toEqual(before.rows);

    expect(await send(seatOf(again, spoilt), 'gad-7', 'valid')).toBe('saved');
    expect(await send(seatOf(again, absent), 'gad-7', 'void')).toBe('saved');
    expect(await total(of)).toEqual({ eligible: 5, completed: 3, refused: 1, absent: 0, void: 1, notYet: 0, inProgress: 0 });
    const { rows: kept } = await db.owner.query(`select validity from screening.answer_sheet where student_id = $1 and instrument = 'gad-7' order by submitted_at`, [spoilt!.id]);
    expect(kept.map((row) => row.validity)).toEqual(['void', 'valid']); // both stand
    const { rows: counting } = await db.owner.query(`select instrument, validity, turn from screening.v_counting_sheet where student_id = $1 order by instrument`, [spoilt!.id]);
    expect(counting).toEqual([{ instrument: 'gad-7', validity: 'valid', turn: 1 }, { instrument: 'phq-9', validity: 'valid', turn: 0 }]);
    expect((await db.owner.query(`select count(*) as n from screening.v_pupil_level where round_id = $1`, [of.round])).rows).toEqual([{ n: 4 }]);

    clock('2026-10-22T10:02:01Z');
    expect(await send(seatOf(again, spoilt), 'gad-7', 'valid')).toBe('late-again');
    const { items } = await windows.list(of.officer, of.round);
    expect(items.map(({ kind, seats, handedIn, state }) => ({ kind, seats, handedIn, state }))).toEqual([
      { kind: 'make-up', seats: 2, handedIn: 2, state: 'seated' }, { kind: 'retest', seats: 2, handedIn: 2, state: 'seated' },
    ]);
    expect((await windows.classes(of.teacher, retest)).items.map((one) => one.seats)).toEqual([2]);
  });

  it('take their seat with the code on the slip, and hear the window’s end and its forms', async () => {
    const of = await opened(990332);
    const [spoilt] = of.pupils;
    await send(seatOf(of.seats, spoilt), 'phq-9', 'void');
    await send(seatOf(of.seats, spoilt), 'gad-7', 'valid');
    const { id } = await app.get(FurtherWindowService).plan(of.officer, of.round, { kind: 'retest', ...RETEST });
    clock('2026-10-16T10:05:00Z');
    await seated(of);
    const { classCode, slips, kind, closesAt } = await app.get(SeatSlipService).ofClass(of.teacher, of.round, spoilt!.classId, id);
    expect([kind, closesAt, slips.length]).toEqual(['retest', RETEST.closesAt, 1]);
    await expect(app.get(SeatService).take({ classCode, seatCode: slips[0]!.seatCode })).rejects.toMatchObject({ code: 'screening/round-not-open' });
    clock('2026-10-21T02:00:00Z');
    const taken = await app.get(SeatService).take({ classCode, seatCode: slips[0]!.seatCode });
    expect([taken.round.closesAt, taken.battery.map((form) => [form.instrument, form.done])]).toEqual([RETEST.closesAt, [['phq-9', false]]]);
    await app.get(FurtherWindowService).end(of.officer, id);
    await expect(app.get(SeatService).take({ classCode, seatCode: slips[0]!.seatCode })).rejects.toMatchObject({ code: 'screening/round-closed' });
    await expect(app.get(FurtherWindowService).seat(of.officer, id)).rejects.toMatchObject({ code: 'screening/window-ended' });
  });

  it('are counted right at seats of a single form too, and two workers at once make no second seat', async () => {
    const of = await opened(990333, ['phq-9']);
    for (const pupil of of.pupils) expect(await send(seatOf(of.seats, pupil), 'phq-9', 'void')).toBe('saved');
    const { id } = await app.get(FurtherWindowService).plan(of.officer, of.round, { kind: 'retest', ...RETEST });
    clock('2026-10-16T10:05:00Z');
    await app.get(OpenDueRounds).tick();
    const runs = await Promise.all([0, 1].map(() => app.get(FurtherWindowService).seat(of.officer, id)));
    await Promise.all([...new Set(runs.map((run) => run.jobRunId))].map((runId) => app.get(JobRunRunner).run({ jurisdictionId: of.jurisdictionId, runId })));
    const again = await seatsIn(of, id);
    expect(again).toHaveLength(5);
    clock('2026-10-21T02:00:00Z');
    for (const seat of again.slice(0, 3)) expect(await send(seat, 'phq-9', 'valid')).toBe('saved');
    expect(await total(of)).toEqual({ eligible: 5, completed: 3, refused: 0, absent: 0, void: 2, notYet: 0, inProgress: 0 });
  });
});
