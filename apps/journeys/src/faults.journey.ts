import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setImmediate as soon } from 'node:timers/promises';
import { aRosterFile, aRosterRow } from '@heliotrope/organisation/testing';
import { Redis } from 'ioredis';
import fs from 'node:fs';
import path from 'node:path';
import { type County, crowdCounty, isOpen, openRound, planRound, raiseCounty, seated, whatIsKept, BATTERY } from './county.js';
import { Crowd, type Pupil } from './crowd.js';
import { eventually } from './person.js';
import { raiseStage, type Stage } from './stage.js';

// Whatever falls, and when: what was acknowledged is kept, once; what was begun is ended, once.

const VICTIMS = ['api', 'redis', 'worker', 'postgres'] as const;
const HAND_IN_CLASSES = 3;
const CLASS_SIZE = 40;
const CROWDED = { schools: 6, pupils: 12_000 };
const ROSTER = 6_000;

let stage: Stage;
const counties = new Map<string, County>();
const pupils = new Map<string, Pupil[]>();

beforeAll(async () => {
  stage = await raiseStage({ district: false });
  for (const [at, victim] of VICTIMS.entries()) {
    const county = await raiseCounty(stage, { bureau: 990_101 + at, classes: HAND_IN_CLASSES, size: CLASS_SIZE });
    counties.set(victim, county);
    const round = await planRound(county);
    await openRound(county, round);
    await isOpen(county, round);
    pupils.set(victim, await seated(stage, county, round));
    expect(await crowdCounty(stage, county, CROWDED.schools)).toBe(CROWDED.pupils);
  }
}, 180_000);
afterAll(() => stage?.close());

const crowdOf = () => new Crowd(stage.api, { code: BATTERY.instrument, version: BATTERY.version });
const kill = (name: string) => stage.pids(name).forEach((pid) => process.kill(pid, 'SIGKILL'));

describe('one sheet sent ten times at once', () => {
  it('is one sheet with one receipt and one case', async () => {
    const crowd = crowdOf();
    const [pupil] = pupils.get('api')!.splice(0, 1);
    const sheet = crowd.sheet(true);
    const answers = await Promise.all(Array.from({ length: 10 }, () => crowd.send(pupil!, sheet)));
    expect(answers.map(({ status }) => Math.floor(status / 100))).toEqual(Array(10).fill(2));
    expect(new Set(answers.map(({ body }) => body.receipt)).size).toBe(1);
    crowd.acknowledged.push({ pupil: pupil!, sheetId: sheet.sheetId, receipt: answers[0]!.body.receipt!, isCritical: true });
    await everythingIsKept(crowd);
  });
});

describe('a sheet after closing time', () => {
  it('is refused in words a pupil understands, and counts nowhere', async () => {
    const county = counties.get('api')!;
    const round = await planRound(county);
    await openRound(county, round);
    await isOpen(county, round);
    const [pupil] = await seated(stage, county, round, county.classes.slice(1, 2));
    expect((await county.officer.call('POST', `/screening/rounds/${round}/close`)).status).toBeLessThan(300);
    const crowd = crowdOf();
    const late = await eventually('the closing heard', () => crowd.send(pupil!, crowd.sheet(false)), ({ status }) => status >= 400, 10_000);
    expect([late.status, late.body.code]).toEqual([409, 'screening/round-closed']);
  });
});

describe.each(VICTIMS)('kill -9 of %s in the middle of handing in, opening and importing', (victim) => {
  it('loses nothing and doubles nothing', async () => {
    const county = counties.get(victim)!;
    const round = await planRound(county);
    const crowd = crowdOf();
    const roster = aRosterFile(Array.from({ length: ROSTER }, (_, n) => aRosterRow(n + 1, { schoolCode: county.school.identifierCode, classNumber: `${1 + Math.floor(n / 70)}班` })));
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(roster)]), '名册.csv');
    const imported = await county.officer.call<{ id: string }>('POST', '/organisation/roster-imports', form);
    expect(imported.status).toBe(201);
    const importPath = `/organisation/roster-imports/${imported.body.id}`;

    await runs('organisation.check-roster', county);
    await openRound(county, round);
    const handingIn = crowd.handInAll(pupils.get(victim)!);
    while (crowd.acknowledged.length < 30) await soon();
    await runs('screening.open-round', county);
    kill(victim);

    await handingIn;
    await isOpen(county, round);
    await eventually('the roster checked', () => county.officer.call<{ state: string }>('GET', importPath), ({ body }) => body.state === 'checked');
    expect((await county.officer.insist('POST', `${importPath}/confirm`, {})).status).toBeLessThan(300);
    await eventually('the roster applied', () => county.officer.call<{ state: string }>('GET', importPath), ({ body }) => body.state === 'applied');

    await everythingIsKept(crowd);
    const eligible = CROWDED.pupils + HAND_IN_CLASSES * CLASS_SIZE;
    expect(await assignmentsOf(round)).toEqual({ assignments: eligible, pupils: eligible });
    expect(await pupilsOf(county)).toBe(eligible + ROSTER);
  }, 120_000);
});

describe('Redis emptied', () => {
  it('is filled again from the database: waiting work is done and every schedule ticks', async () => {
    const { REDIS_URL } = JSON.parse(fs.readFileSync(path.join(stage.folder, 'stack.json'), 'utf8')) as { REDIS_URL: string };
    const redis = new Redis(REDIS_URL);
    try {
      const schedules = async () => (await redis.keys('*:repeat')).length === 0 ? 0 : redis.zcard((await redis.keys('*:repeat'))[0]!);
      const planned = await schedules();
      expect(planned).toBeGreaterThan(0);
      const county = counties.get('api')!;
      const round = await planRound(county);
      await redis.flushall();
      await openRound(county, round);
      await redis.flushall();
      await isOpen(county, round);
      await eventually('the schedules back', schedules, (count) => count === planned);
    } finally {
      redis.disconnect();
    }
  }, 90_000);
});

/** Waits until a run of this job is at work for the county. */
function runs(name: string, county: County): Promise<unknown> {
  return eventually(`${name} at work`, async () =>
    (await stage.owner.query<{ state: string }>(`select state from platform.job_run where jurisdiction_id = $1 and name = $2 order by id desc limit 1`, [county.bureau, name])).rows[0]?.state,
  (state) => state === 'running' || state === 'done', 20_000);
}

/** Every receipt is a row, once; every critical sheet is one case, opened once. */
async function everythingIsKept(crowd: Crowd): Promise<void> {
  const alarmed = crowd.acknowledged.filter(({ isCritical }) => isCritical).length;
  const kept = await eventually('a case for every critical sheet', () => whatIsKept(stage, crowd), ({ cases }) => cases.length >= alarmed);
  expect(kept.sheets.map(({ id }) => id).sort()).toEqual(crowd.acknowledged.map(({ sheetId }) => sheetId).sort());
  expect(new Set(crowd.acknowledged.map(({ receipt }) => receipt)).size).toBe(crowd.acknowledged.length);
  expect(new Set(kept.sheets.map(({ student_id }) => student_id)).size).toBe(kept.sheets.length);
  expect(kept.alarmed).toHaveLength(alarmed);
  expect(kept.cases.map(({ student_id }) => student_id).sort()).toEqual([...kept.alarmed].sort());
  expect(kept.cases.every(({ opened }) => Number(opened) === 1)).toBe(true);
}

async function assignmentsOf(round: string) {
  const { rows } = await stage.owner.query(`select count(*)::int as assignments, count(distinct student_id)::int as pupils from screening.assignment where round_id = $1`, [round]);
  return rows[0];
}

async function pupilsOf({ bureau }: County): Promise<number> {
  return (await stage.owner.query(`select count(*)::int as n from organisation.student where jurisdiction_id = $1`, [bureau])).rows[0].n;
}
