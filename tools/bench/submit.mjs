import { CRITICAL_SHARE } from './answers.mjs';
import { cpuSeconds } from './machine.mjs';
import { CLIENTS } from './pgbench.mjs';
import { figure, median, percentile, ratio } from './statistics.mjs';

export const CONNECTIONS = 64;

/**
 * Submissions a second of one API process, in turn with pgbench inserting one row a transaction and pgbench running the
 * API's own statements, round for round.
 * @param {{ ground: object, api: { pid: number }, shoot: (seconds: number) => Promise<object>, insertRow: Function,
 *           sameStatements: Function, rounds: number, seconds: { api: number, pgbench: number }, say: Function }} options
 */
export async function measureSubmit({ ground, api, shoot, insertRow, sameStatements, rounds, seconds, say }) {
  const sheets = [];
  const inserts = [];
  const same = [];
  const cpu = [];
  const waits = [];
  const stored = await storedSheets(ground.owner);
  let acknowledged = 0;
  for (let n = 1; n <= rounds; n += 1) {
    const before = cpuSeconds(api.pid);
    const shot = await shoot(seconds.api);
    const used = cpuSeconds(api.pid) - before;
    const ok = shot.counts['201'] ?? 0;
    const others = Object.entries(shot.counts).filter(([status]) => status !== '201');
    if (others.length > 0 || ok === 0) throw new Error(`submissions were answered ${JSON.stringify(shot.counts)}`);
    acknowledged += ok;
    sheets.push(ok / shot.seconds);
    cpu.push((used / ok) * 1e6);
    waits.push(...shot.milliseconds);
    inserts.push(await insertRow(seconds.pgbench));
    same.push(await sameStatements(seconds.pgbench));
    say(`submit ${n}/${rounds}: ${sheets.at(-1).toFixed(0)} sheets/s at ${cpu.at(-1).toFixed(0)} µs; pgbench ${inserts.at(-1).toFixed(0)} rows/s, ${same.at(-1).toFixed(0)} same/s`);
  }
  const inDatabase = (await storedSheets(ground.owner)) - stored;
  if (inDatabase < acknowledged) throw new Error(`${acknowledged} sheets were acknowledged and ${inDatabase} are in the database`);
  const api_ = { name: 'sheets answered with 201', unit: '1/s', values: sheets };
  const conditions = {
    api: 'one process of apps/api/dist/main.js, worker not running',
    load: `${CONNECTIONS} keep-alive connections from another process, each firing when answered`,
    sheets: `100 items (mht) with seconds, distinct random answers, about ${CRITICAL_SHARE * 100} % critical; own seat token each`,
    durable: 'answered after commit, fsync and synchronous_commit on',
    seconds,
  };
  const pg = `pgbench, prepared, ${CLIENTS} clients, one transaction a row`;
  return {
    submit_vs_insert: ratio(api_, { name: 'rows inserted one by one', unit: '1/s', values: inserts }, {
      conditions: { ...conditions, pgbench: `${pg}; a twin of screening.answer_sheet with all its columns, keys and checks and a row of middling size the API wrote; left out in its favour: row-level security, the assignment, completion, reviews and facts` },
    }),
    submit_vs_same_statements: ratio(api_, { name: 'the same statements, one sheet a transaction', unit: '1/s', values: same }, {
      conditions: { ...conditions, pgbench: `${pg}; the very text the API sends, as the intake role with row-level security, the ids that must differ made by the server` },
    }),
    submit_cpu_us: figure(cpu, { unit: 'µs of processor time of the API process for one sheet', conditions }),
    submit_latency_ms: { p50: median(waits), p99: percentile(waits, 0.99), conditions: 'at saturation' },
    submissions_per_second: median(sheets),
  };
}

async function storedSheets(owner) {
  return Number((await owner.query(`select count(*) from screening.answer_sheet`)).rows[0].count);
}
