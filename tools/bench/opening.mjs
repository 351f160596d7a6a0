import { setTimeout as pause } from 'node:timers/promises';
import { planRound } from './population.mjs';
import { figure, ratio } from './statistics.mjs';
import { twinOf } from './yardstick.mjs';

const TABLE = 'screening.assignment';

/**
 * Opens a round for the whole county through the worker's own job, and runs that job again, in turn with a COPY of the
 * same rows into a twin of the table. Both tables are empty and the WAL is flushed before each.
 * @returns {Promise<{ round_open_vs_copy: object, round_reopen_vs_open: object }>}
 */
export async function measureOpening({ ground, officer, bureau, instrument, version, rounds, say }) {
  const { owner } = ground;
  const file = `${(await owner.query(`select current_setting('data_directory') as dir`)).rows[0].dir}/bench.copy`;
  const twin = await twinOf(owner, TABLE);
  const opened = [];
  const reopened = [];
  const copied = [];
  let assignments = 0;
  for (let n = 0; n <= rounds; n += 1) {
    await empty(owner, TABLE, 'screening.completion_delta');
    const round = await planRound(owner, { bureau, instrument, version });
    await officer(`/screening/rounds/${round}/open`, { method: 'POST', body: { reason: '测速：不看人手' } });
    const first = await finished(owner, await runOf(owner, round));
    assignments = Number((await owner.query(`select count(*) from ${TABLE}`)).rows[0].count);
    await owner.query('checkpoint');
    const again = await finished(owner, await runAgain(owner, first));
    if (Number((await owner.query(`select count(*) from ${TABLE}`)).rows[0].count) !== assignments) throw new Error('running the opening again changed the number of assignments');
    if (n === 0) await owner.query(`copy ${TABLE} to '${file}'`); // a first round that is not counted gives the rows to copy
    await empty(owner, twin);
    const began = performance.now();
    await owner.query(`copy ${twin} from '${file}'`);
    const copy = (performance.now() - began) / 1000;
    if (n === 0) continue;
    opened.push(first.seconds);
    reopened.push(again.seconds);
    copied.push(copy);
    say(`opening ${n}/${rounds}: ${assignments} assignments in ${first.seconds.toFixed(2)} s, again ${again.seconds.toFixed(2)} s, COPY ${copy.toFixed(2)} s`);
  }
  const seconds = (name, values) => ({ name, unit: 's', values });
  const conditions = {
    assignments,
    job: 'from started_at to finished_at of the job run, in the worker process, API idle',
    again: 'the same job with the same payload once more; not one row more or fewer',
    copy: 'server-side COPY (text) of the same rows into a twin with the same keys, indexes and checks, without row-level security',
    before: 'both tables truncated, then CHECKPOINT',
  };
  return {
    round_open_vs_copy: ratio(seconds('open the round', opened), seconds('COPY', copied), { conditions }),
    round_reopen_vs_open: ratio(seconds('run again', reopened), seconds('open the round', opened), { conditions }),
    round_open_rows_per_second: figure(opened.map((time) => assignments / time)),
  };
}

async function empty(owner, ...tables) {
  await owner.query(`truncate ${tables.join(', ')}`);
  await owner.query('checkpoint');
}

async function runOf(owner, round) {
  const { rows: [row] } = await owner.query(`select jurisdiction_id, job_run_id as id from screening.round where id = $1`, [round]);
  if (!row?.id) throw new Error('the round names no job run');
  return row;
}

/** Waits for a job run; its own clock tells how long it worked. */
export async function finished(owner, { jurisdiction_id: jurisdiction, id }, patience = 900_000) {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(20)) {
    const { rows: [run] } = await owner.query(
      `select *, extract(epoch from finished_at - started_at)::float8 as seconds from platform.job_run where jurisdiction_id = $1 and id = $2`,
      [jurisdiction, id],
    );
    if (run?.state === 'done') return run;
    if (run?.state === 'failed' || run?.state === 'cancelled') throw new Error(`the job ${run.name} ${run.state}: ${run.error_code} ${run.error_message}`);
  }
  throw new Error(`the job run ${id} did not end`);
}

async function runAgain(owner, run) {
  const { rows: [again] } = await owner.query(
    `insert into platform.job_run (jurisdiction_id, id, school_id, name, title, payload, requested_by, requested_at, not_before)
     select jurisdiction_id, uuidv7(), school_id, name, title, payload, requested_by, now(), now() from platform.job_run
      where jurisdiction_id = $1 and id = $2 returning jurisdiction_id, id`,
    [run.jurisdiction_id, run.id],
  );
  return again;
}
