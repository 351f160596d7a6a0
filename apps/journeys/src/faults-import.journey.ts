import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aRosterFile, aRosterRow } from '@heliotrope/organisation/testing';
import fs from 'node:fs';
import path from 'node:path';
import { type County, raiseCounty } from './county.js';
import { eventually } from './person.js';
import { raiseStage, type Stage } from './stage.js';

// A roster on its way in, and whoever falls while it is read or while it is written: in the end it stands there once.

const ROWS = 24_000;
const WRONG_EVERY = 1_000;
const WRONG = ROWS / WRONG_EVERY;

const FALLS = [
  { victim: 'import', phase: 'read' }, // the process of its own that reads the sheet
  { victim: 'worker', phase: 'read' },
  { victim: 'postgres', phase: 'read' },
  { victim: 'worker', phase: 'written' },
  { victim: 'postgres', phase: 'written' },
] as const;

interface Import {
  readonly state: string;
  readonly totalRows: number;
  readonly counts: object;
  readonly jobRunId: string;
}

let stage: Stage;
const counties: County[] = [];

beforeAll(async () => {
  stage = await raiseStage({ district: false });
  for (const at of FALLS.keys()) counties.push(await raiseCounty(stage, { bureau: 990_101 + at, classes: 1, size: 1 }));
}, 180_000);
afterAll(() => stage?.close());

describe.each(FALLS.map((fall, at) => ({ ...fall, at })))('kill -9 of $victim while a roster is $phase', ({ victim, phase, at }) => {
  it('leaves a roster with each of its rows once, told of once', async () => {
    const { bureau, school, officer } = counties[at]!;
    const rows = Array.from({ length: ROWS }, (_, n) => aRosterRow(n + 1, {
      schoolCode: school.identifierCode, classNumber: `${2 + (n % 50)}班`, ...(n % WRONG_EVERY === 7 ? { sex: '帅' } : {}),
    }));
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(aRosterFile(rows))]), '名册.csv');
    const { status, body: { id, jobRunId } } = await officer.call<{ id: string; jobRunId: string }>('POST', '/organisation/roster-imports', form);
    expect(status).toBe(201);
    const look = async () => (await officer.insist<Import>('GET', `/organisation/roster-imports/${id}`)).body;
    const reaches = (state: string) => eventually(`the import ${state}`, look, (seen) => seen.state === state, 90_000);

    if (phase === 'read') {
      await eventually('some of it read', async () => (await ask<{ n: number }>(`select checked_through as n from organisation.roster_import where id = $1`, id)).n, (n) => n > 0, 30_000);
      kill(victim);
    }
    const checked = await reaches('checked');
    expect(checked).toMatchObject({ totalRows: ROWS, counts: { new: ROWS - WRONG, wrong: WRONG, changed: 0, unchanged: 0 } });
    const confirmed = await officer.insist<{ jobRunId: string }>('POST', `/organisation/roster-imports/${id}/confirm`, {});
    expect(confirmed.status).toBe(202);
    if (phase === 'written') {
      await eventually('its pupils being written', async () => (await ask<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where state = 'active' and query like '%insert into organisation.student%' and pid <> pg_backend_pid() and $1 <> ''`, id)).n, (n) => n > 0, 30_000);
      expect(await pupilsOf(bureau)).toBe(1);
      kill(victim);
    }
    expect(await reaches('applied')).toMatchObject({ counts: { new: ROWS - WRONG, wrong: WRONG, overtaken: 0 } });

    const run = phase === 'read' ? jobRunId : confirmed.body.jobRunId;
    const ended = await eventually('its run over', () => ask<{ state: string }>(`select state, attempts > 1 as "wasInterrupted" from platform.job_run where id = $1`, run), ({ state }) => state === 'done', 30_000);
    expect(ended).toEqual({ state: 'done', wasInterrupted: true });
    expect(await pupilsOf(bureau)).toBe(1 + ROWS - WRONG);
    expect(await ask(
      `select count(*)::int as pupils, count(distinct student_number_index)::int as numbers, (select count(*)::int from organisation.guardian g where g.made_by_import = $1) as guardians
         from organisation.student where made_by_import = $1`, id)).toEqual({ pupils: ROWS - WRONG, numbers: ROWS - WRONG, guardians: ROWS - WRONG });
    expect((await stage.owner.query(`select detail::jsonb - 'changed' - 'left' - 'focus' as detail from audit.entry where object = $1 and action = 'organisation.apply-roster' and detail::jsonb ? 'added'`, [`roster-import:${id}`])).rows)
      .toEqual([{ detail: { added: ROWS - WRONG, overtaken: 0 } }]);
    expect(await ask(`select count(*)::int as told from platform.outbox where type = 'organisation/roster-imported' and payload ->> 'importId' = $1`, id)).toEqual({ told: 1 });
    expect(await ask(`select count(*)::int as stages from pg_class where relname like '%' || replace($1, '-', '')`, id)).toEqual({ stages: 0 });
    await eventually('its file gone', async () => filesOf(bureau), (files) => files.length === 0, 10_000);
  }, 240_000);
});

const kill = (name: string) => {
  const pids = stage.pids(name);
  expect(pids).not.toEqual([]);
  pids.forEach((pid) => process.kill(pid, 'SIGKILL'));
};

async function ask<T = Record<string, unknown>>(sql: string, id: string): Promise<T> {
  return (await stage.owner.query(sql, [id])).rows[0] as T;
}

async function pupilsOf(bureau: number): Promise<number> {
  return (await stage.owner.query(`select count(*)::int as n from organisation.student where jurisdiction_id = $1`, [bureau])).rows[0].n;
}

const filesOf = (bureau: number): string[] => {
  const folder = path.join(stage.folder, 'files', 'roster-imports', String(bureau));
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
};
