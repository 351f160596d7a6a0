import path from 'node:path';
import { measureAlarm } from './alarm.mjs';
import { measureBoard } from './board.mjs';
import { firstLoad } from './bundle.mjs';
import { raiseGround } from './ground.mjs';
import { startGun } from './gunner.mjs';
import { machineFacts } from './machine.mjs';
import { finished, measureOpening } from './opening.mjs';
import { findPgbench, versionOf } from './pgbench.mjs';
import { measureScope, measureSearch, populateProvince } from './people.mjs';
import { planRound, populate, signIn } from './population.mjs';
import { measureCountyReport } from './report.mjs';
import { emptyCounty, measureImport, measureMemory } from './roster.mjs';
import { schoolsFor } from './sheet.mjs';
import { checkSeat, seatsOf, seatSigner } from './seat.mjs';
import { CONNECTIONS, measureSubmit } from './submit.mjs';
import { judge } from './targets.mjs';
import { insertOneRow, sameStatements } from './yardstick.mjs';

const FULL = { pool: 450_000, warmUps: 5, assignments: 1_000_000, rounds: 5, seconds: { api: 5, pgbench: 4 }, openings: 5, reported: 60_480, alarms: 60, alarmSeconds: 20, mostPerSecond: 12_000,
  roster: { rows: 1_000_000, rounds: 3, memory: [['csv', 100_000], ['xlsx', 100_000], ['csv', 1_000_000], ['xlsx', 1_000_000], ['csv', 3_000_000], ['xlsx', 3_000_000]], pupils: 6_000_000 } };
const QUICK = { pool: 120_000, warmUps: 2, assignments: 100_000, rounds: 3, seconds: { api: 2, pgbench: 2 }, openings: 3, reported: 60_480, alarms: 15, alarmSeconds: 5, mostPerSecond: 10_000,
  roster: { rows: 20_000, rounds: 1, memory: [], pupils: 0 } }; // memory, scopes and searches are told by the full bench only: they need their size

const ANSWERING = 990_101; // the county whose pupils hand in
const ALARMED = 990_102; // the county whose pupils are in danger
const LARGE = 990_103; // the county whose round is opened
const IMPORTED = 990_104; // the county that brings its roster
const REPORTED = 990_105; // the county whose round is told in a report
const SHEET = { instrument: 'mht', version: '1.0.0', items: { count: 100, critical: [85, 97] } };
const ALARM = { instrument: 'phq-9', version: '1.1.0', answers: [2, 2, 1, 2, 1, 2, 1, 1, 3] };

/** Runs everything and returns the report. */
export async function bench({ quick, only, profile, say, closes, root }) {
  const size = quick ? QUICK : FULL;
  const wants = (name) => !only || only.includes(name);
  const binary = findPgbench();
  const ground = await raiseGround({ profile });
  closes.push(ground.close);
  const machine = await machineFacts(ground.owner, { pgbench: { binary, version: versionOf(binary) }, folder: ground.folder });
  say('the databases are up');
  const figures = { ...bundles(root) };
  let [api, worker] = await Promise.all([ground.raiseApi(), ground.raiseWorker()]);
  say('API and worker are up');

  if (wants('submit') || wants('alarm')) {
    await populate(ground.owner, { bureau: ANSWERING, pupils: size.pool });
    await populate(ground.owner, { bureau: ALARMED, pupils: 4_000 });
    const round = await open(ground, ANSWERING, SHEET);
    say(`${size.pool} pupils have a round open`);
    const gun = startGun();
    closes.push(async () => gun.stop());
    const magazine = await loaded(ground, gun, round);
    await worker.stop();
    if (wants('submit')) {
      const shoot = async (seconds) => {
        await magazine.load(Math.ceil(seconds * size.mostPerSecond));
        return magazine.fire({ seconds });
      };
      for (let warm = 0; warm < size.warmUps; warm += 1) await shoot(2); // compilers warm up and the plans are made
      say('warm');
      const yard = { binary, owner: ground.owner };
      const insertRow = await insertOneRow({ ...yard, url: ground.ownerUrl, table: 'screening.answer_sheet', fresh: ['id', 'assignment_id'] });
      const same = await sameStatements({ ...yard, url: ground.serviceUrl, bureau: ANSWERING, pupils: Math.min(size.pool, 15_000 * size.seconds.pgbench * size.rounds), battery: [{ ...SHEET, grades: { from: 7, to: 9 } }] });
      Object.assign(figures, await measureSubmit({ ground, api, shoot, insertRow, sameStatements: same, rounds: size.rounds, seconds: size.seconds, say }));
    }
    await putAside(ground.owner);
    worker = await ground.raiseWorker();
    if (wants('alarm')) figures.critical_to_case_ms = await alarmUnderLoad({ ground, gun, magazine, size, saturation: figures.submissions_per_second ?? 2_000, say });
  }

  if (wants('opening')) {
    await populate(ground.owner, { bureau: LARGE, pupils: size.assignments });
    say(`${size.assignments} pupils are on the roster`);
    const officer = await signIn(ground, { bureau: LARGE, kind: 'county-officer' });
    Object.assign(figures, await measureOpening({ ground, officer, bureau: LARGE, ...SHEET, rounds: size.openings, say }));
  }
  if (wants('import') || wants('memory')) {
    await emptyCounty(ground.owner, { bureau: IMPORTED, schools: Math.max(schoolsFor(size.roster.rows), ...size.roster.memory.map(([, rows]) => schoolsFor(rows))) });
    const officer = await signIn(ground, { bureau: IMPORTED, kind: 'county-officer' });
    if (wants('import')) Object.assign(figures, await measureImport({ ground, officer, bureau: IMPORTED, ...size.roster, say }));
    await worker.stop();
    const sizes = wants('memory') ? size.roster.memory.map(([kind, rows]) => ({ kind, rows })) : [];
    if (sizes.length > 0) Object.assign(figures, await measureMemory({ ground, officer, api, raiseWorker: ground.raiseWorker, sizes, say }));
    worker = await ground.raiseWorker();
  }
  if (wants('report')) {
    await populate(ground.owner, { bureau: REPORTED, pupils: size.reported });
    const officer = await signIn(ground, { bureau: REPORTED, kind: 'county-officer' });
    const { rows: [{ schools }] } = await ground.owner.query(`select count(*)::int as schools from organisation.school where jurisdiction_id = $1`, [REPORTED]);
    Object.assign(figures, await measureCountyReport({ ground, officer, bureau: REPORTED, schools, pupils: size.reported, rounds: quick ? 1 : 5, say }));
  }
  if ((wants('scope') || wants('search') || wants('board')) && size.roster.pupils > 0) {
    const school = await populateProvince(ground.owner, { pupils: size.roster.pupils, say });
    if (wants('scope')) Object.assign(figures, await measureScope({ ground, school, rounds: 5, say }));
    if (wants('board')) Object.assign(figures, await measureBoard({ ground, school, looks: 300, pupils: size.roster.pupils, say }));
    if (wants('search')) {
      const officer = await signIn(ground, { bureau: school.jurisdictionId, kind: 'county-officer' });
      const teacher = await signIn(ground, { bureau: school.jurisdictionId, schoolId: school.id, kind: 'psychology-teacher' });
      Object.assign(figures, await measureSearch({ ground, school, officer, teacher, looks: 150, pupils: size.roster.pupils, say }));
    }
  }
  return { quick, machine, targets: judge(figures), ...figures };
}

/** Opens a round of one instrument through the door an officer uses, and waits for the worker. */
async function open(ground, bureau, { instrument, version }) {
  const officer = await signIn(ground, { bureau, kind: 'county-officer' });
  const id = await planRound(ground.owner, { bureau, instrument, version });
  await officer(`/screening/rounds/${id}/open`, { method: 'POST', body: { reason: '测速：不看人手' } });
  const { rows: [run] } = await ground.owner.query(`select jurisdiction_id, job_run_id as id from screening.round where id = $1`, [id]);
  await finished(ground.owner, run);
  return id;
}

const batteryOf = ({ instrument, version }) => [[instrument, version]];

/** Hands the gun seats nobody has answered from yet, so that it has that many; fewer when the county runs out of pupils. */
async function loaded(ground, gun, round) {
  const seats = await seatsOf(ground.owner, round);
  await checkSeat(ground, seats[0], batteryOf(SHEET));
  let ready = 0;
  return {
    load: async (count) => {
      ({ ready } = await gun.tell('prepare', { keys: ground.keys, seats: seats.splice(0, Math.max(0, count - ready)), ...SHEET }));
      if (ready === 0) throw new Error('no pupil is left to hand in');
    },
    fire: async (order) => {
      const shot = await gun.tell('fire', { host: '127.0.0.1', port: ground.port, connections: CONNECTIONS, ...order });
      ready = shot.left;
      return shot;
    },
  };
}

async function alarmUnderLoad({ ground, gun, magazine, size, saturation, say }) {
  const round = await open(ground, ALARMED, ALARM);
  const sign = seatSigner(ground.keys);
  const { rows: schools } = await ground.owner.query(`select id from organisation.school where jurisdiction_id = $1 order by id`, [ALARMED]);
  const teachers = new Map();
  for (const { id } of schools) teachers.set(id, await signIn(ground, { bureau: ALARMED, schoolId: id, kind: 'psychology-teacher' }));
  const every = Math.floor(4_000 / size.alarms);
  const seats = (await seatsOf(ground.owner, round)).filter((_, at) => at % every === 0).slice(0, size.alarms).map((seat) => ({ ...seat, studentId: seat.p, schoolId: seat.s, token: sign(seat, batteryOf(ALARM)) }));
  const rate = Math.round(saturation / 2);
  await magazine.load(rate * size.alarmSeconds);
  const background = magazine.fire({ seconds: 120, rate });
  const found = await measureAlarm({ ground, seats, teachers, ...ALARM, say }).finally(() => gun.halt());
  const { counts, seconds } = await background;
  return { ...found, conditions: { background: `${rate} sheets/s asked for, ${Math.round((counts['201'] ?? 0) / seconds)}/s answered, half of saturation, about 2 % of them critical as well`, alarm: 'PHQ-9 with item 9 = 3, sent by HTTP; the psychology teacher reads the list of cases every 5 ms' } };
}

/** The facts that piled up while the worker was kept off the machine: what follows is measured as if it had been there. */
async function putAside(owner) {
  await owner.query(`update platform.outbox set handled_at = now() where handled_at is null`);
}

function bundles(root) {
  return Object.fromEntries(['student', 'console'].map((app) => {
    const { value, css, files } = firstLoad(path.join(root, 'apps', app, 'dist'));
    return [`${app}_js_kb`, { value, unit: 'kB of 1,000 bytes, gzip -9', parts: { scripts: files.length, css }, conditions: 'scripts named by index.html and all they import statically' }];
  }));
}
