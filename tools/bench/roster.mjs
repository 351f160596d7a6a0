import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { finished } from './opening.mjs';
import { schoolCodeOf, writeCsv, writeWorkbook } from './sheet.mjs';
import { figure, ratio, round } from './statistics.mjs';

/** A county of junior schools without pupils, to be filled by an import. */
export async function emptyCounty(owner, { bureau, schools }) {
  await owner.query(
    `insert into organisation.bureau (id, kind, parent_id, ancestor_ids, division_code, name)
     values (990000, 'province', null, '{}', '990000', '测速省教育厅'), (990100, 'city', 990000, '{990000}', '990100', '测速市教育局'),
            ($1::int, 'county', 990100, '{990000,990100}', $1::text, '测速县教育局') on conflict do nothing`,
    [bureau],
  );
  const { rows: [{ count }] } = await owner.query(`select count(*)::int as count from organisation.school where jurisdiction_id = $1`, [bureau]);
  const codes = Array.from({ length: schools }, (_, n) => schoolCodeOf(n)).slice(count);
  await owner.query(
    `insert into organisation.school (jurisdiction_id, id, name, identifier_code, division_code, stages, area, sponsor)
     select $1::int, uuidv7(), '名册' || code, code, $1::text, '{junior}', 'city', 'public' from unnest($2::text[]) code`,
    [bureau, codes],
  );
}

/**
 * A checked import of a CSV (dry run, sheet of faults, writing with its audit), in turn with a COPY of the very same rows
 * into the very same tables. Both begin with the tables empty and the WAL flushed.
 */
export async function measureImport({ ground, officer, bureau, rows, rounds, say }) {
  const { owner } = ground;
  const file = path.join(ground.folder, 'roster.csv');
  await writeCsv(file, rows);
  const folder = (await owner.query(`select current_setting('data_directory') as dir`)).rows[0].dir;
  const times = { imported: [], copied: [], checked: [], written: [], faults: [] };
  let wrong = 0;
  for (let n = 1; n <= rounds; n += 1) {
    await emptyRoster(owner);
    const { id, check } = await checked({ ground, officer, file });
    const began = performance.now();
    const sheet = await officer.file(`/organisation/roster-imports/${id}/errors.xlsx`);
    const faults = (performance.now() - began) / 1000;
    const started = await officer(`/organisation/roster-imports/${id}/confirm`, { method: 'POST', body: {} });
    const write = await finished(owner, { jurisdiction_id: bureau, id: started.jobRunId });
    const done = await officer(`/organisation/roster-imports/${id}`);
    if (done.state !== 'applied' || done.counts.new + done.counts.wrong !== rows) throw new Error(`the import ended as ${JSON.stringify(done)}`);
    if (sheet < 1_000) throw new Error('the sheet of faults is empty');
    wrong = done.counts.wrong;
    await atRest(owner); // what an import sets off must not slow the COPY
    const copy = await copyBack(owner, folder, rows - wrong);
    times.imported.push(check.seconds + faults + write.seconds);
    times.checked.push(check.seconds);
    times.faults.push(faults);
    times.written.push(write.seconds);
    times.copied.push(copy);
    say(`import ${n}/${rounds}: ${rows} rows checked in ${check.seconds.toFixed(1)} s, faults ${faults.toFixed(1)} s, written in ${write.seconds.toFixed(1)} s; COPY ${copy.toFixed(1)} s`);
  }
  const again = await checkedAgain({ ground, officer, file, rows });
  say(`the same sheet again: checked in ${again.toFixed(1)} s`);
  await fs.promises.rm(file);
  const seconds = (name, values) => ({ name, unit: 's', values });
  return {
    import_vs_copy: ratio(seconds('checked import', times.imported), seconds('COPY', times.copied), {
      steps: { dryRunSeconds: times.checked.map(round), faultSheetSeconds: times.faults.map(round), writingSeconds: times.written.map(round) },
      conditions: {
        rows, wrong, columns: 13,
        import: 'job runs of the dry run and of the writing, by their own clocks, and the answer with the sheet of faults; fingerprints, seals, undo marks, audit and statistics included',
        copy: 'server-side COPY (text) of the same pupils and guardians into the same emptied tables with their keys, indexes and foreign keys, without row-level security; ANALYZE between the two not counted',
      },
    }),
    import_rows_per_second: figure(times.imported.map((time) => rows / time)),
    recheck_rows_per_second: { ...figure([rows / again]), conditions: 'dry run of the same sheet over the roster it has made: nobody new, each row held against its pupil' },
  };
}

/** The dry run of a sheet whose pupils all stand in the roster; answers its seconds. */
async function checkedAgain({ ground, officer, file, rows }) {
  const { id, check } = await checked({ ground, officer, file });
  const { counts } = await officer(`/organisation/roster-imports/${id}`);
  if (counts.unchanged + counts.wrong !== rows) throw new Error(`the same sheet again means ${JSON.stringify(counts)}`);
  await officer(`/organisation/roster-imports/${id}/cancel`, { method: 'POST', body: {} });
  return check.seconds;
}

/** The largest memory the worker (and, while the file comes in, the API) ever had, for files of several sizes. */
export async function measureMemory({ ground, officer, api, raiseWorker, sizes, say }) {
  const { owner } = ground;
  const parts = [];
  for (const { kind, rows } of sizes) {
    await emptyRoster(owner);
    const file = path.join(ground.folder, `roster.${kind}`);
    await (kind === 'csv' ? writeCsv : writeWorkbook)(file, rows);
    const worker = await raiseWorker();
    const before = peakOf(worker.pid);
    forgetPeak(api.pid);
    const filler = watchChild(worker.pid);
    const { id, check } = await checked({ ground, officer, file });
    parts.push({ kind, rows, fileMb: Math.round(fs.statSync(file).size / 1e6), importMb: filler.stop(), workerMb: peakOf(worker.pid), workerBeforeMb: before, apiMb: peakOf(api.pid), seconds: round(check.seconds), rowsPerSecond: Math.round(rows / check.seconds) });
    say(`memory, ${kind} of ${rows} rows: ${JSON.stringify(parts.at(-1))}`);
    await officer(`/organisation/roster-imports/${id}/cancel`, { method: 'POST', body: {} });
    await worker.stop();
    await fs.promises.rm(file);
  }
  return {
    import_rss_mb: {
      ...figure([Math.max(...parts.map((part) => part.importMb))]),
      unit: 'MB of 1,048,576 bytes: VmHWM of the process that reads, judges and seals the sheet, its threads included', parts,
      conditions: 'dry run from a worker just started, whose own peak stands beside it before and after; writing what was judged runs in the database',
    },
  };
}

async function checked({ ground, officer, file }) {
  const form = new FormData();
  form.append('file', await fs.openAsBlob(file), path.basename(file));
  const { id, jobRunId } = await officer('/organisation/roster-imports', { method: 'POST', form });
  const { rows: [row] } = await ground.owner.query(`select jurisdiction_id, check_run_id as id from organisation.roster_import where id = $1`, [id]);
  if (row.id !== jobRunId) throw new Error('the import names another run');
  return { id, check: await finished(ground.owner, row, 1_800_000) };
}

async function emptyRoster(owner) {
  await owner.query(`truncate organisation.student cascade`);
  await owner.query(`delete from organisation.class where made_by_import is not null`);
  await owner.query(`vacuum analyze organisation.class, organisation.student, organisation.guardian`);
  await owner.query('checkpoint');
}

/** Waits until the worker has nothing more to do. */
async function atRest(owner) {
  for (;;) {
    const { rows: [{ left }] } = await owner.query(
      `select (select count(*) from platform.outbox where handled_at is null) + (select count(*) from platform.job_run where state in ('queued', 'running'))::int as left`);
    if (Number(left) === 0) return;
    await pause(250);
  }
}

/** Takes the rows out, empties the tables and brings the same rows back by COPY; answers its seconds. */
async function copyBack(owner, folder, pupils) {
  const tables = ['student', 'guardian'];
  for (const table of tables) await owner.query(`copy organisation.${table} (${await columnsOf(owner, table)}) to '${folder}/bench.${table}'`);
  await owner.query(`truncate organisation.student cascade`);
  await owner.query(`vacuum analyze organisation.class, organisation.student, organisation.guardian`);
  await owner.query('checkpoint');
  let seconds = 0;
  for (const table of tables) {
    const began = performance.now();
    await owner.query(`copy organisation.${table} (${await columnsOf(owner, table)}) from '${folder}/bench.${table}'`);
    seconds += (performance.now() - began) / 1000;
    await owner.query(`analyze organisation.${table}`); // or the second table's foreign key is looked up by the wrong index
    await fs.promises.rm(`${folder}/bench.${table}`, { force: true });
  }
  const { rows: [{ count }] } = await owner.query(`select count(*)::int as count from organisation.student`);
  if (count !== pupils) throw new Error(`COPY brought ${count} pupils, the import ${pupils}`);
  return seconds;
}

async function columnsOf(owner, table) {
  const { rows } = await owner.query(`select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, [`organisation.${table}`]);
  return rows[0].names;
}

/** The greatest peak of the processes a process starts: looked at while they live. */
function watchChild(parent) {
  let most = 0;
  const look = setInterval(() => {
    for (const pid of fs.readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ').filter(Boolean)) {
      try {
        most = Math.max(most, peakOf(pid));
      } catch {
        // it has just ended
      }
    }
  }, 20);
  return { stop: () => (clearInterval(look), most) };
}

/** VmHWM in MB. */
const peakOf = (pid) => Math.round(Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
const forgetPeak = (pid) => fs.writeFileSync(`/proc/${pid}/clear_refs`, '5');
