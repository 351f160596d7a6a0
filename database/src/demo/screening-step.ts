import { addDays, chinaInstant, Refusal, type SchoolDay, wholeJurisdictions } from '@heliotrope/kernel';
import { JobRunRunner, newId } from '@heliotrope/platform';
import { FoldCompletion, InstrumentLibrary, InstrumentService, RoundService, type Seat, SheetService } from '@heliotrope/screening';
import { batteryFor, type BatteryEntry } from '@heliotrope/screening/rules';
import { Chance } from './chance.js';
import { COUNTY, NEIGHBOUR } from './district.js';
import { demoAnswers, demoSeconds, type Mood } from './screening-answers.js';
import { type DemoContext, type DemoStep, hasRows } from './step.js';

const MORNING = 8 * 60;
const EVENING = 18 * 60;
const BATTERY = [['heliotrope-care-20', 4, 6], ['phq-9', 7, 12], ['gad-7', 7, 12]] as const;
const batteryOn = (library: InstrumentLibrary): BatteryEntry[] => BATTERY.map(([instrument, from, to]) => (
  { instrument, version: library.find(instrument)!.definition.version, grades: { from, to } }));
const IN_DANGER = 3;
const AT_ONCE = 200;

/** The county's autumn round is under way, partly answered; its neighbour's is planned for next week. */
export const screeningStep: DemoStep = {
  name: 'screening',
  isDone: (tx) => hasRows(tx, `select from screening.completion where started > 0`),
  run: async (context) => {
    const { app, actor, day } = context;
    for (const bureau of [COUNTY, NEIGHBOUR]) await approved(context, bureau);
    const round = await planned(context, COUNTY, '秋季学生心理健康测评（演示）', addDays(day, -3), addDays(day, 18));
    await planned(context, NEIGHBOUR, '秋季学生心理健康测评（演示）', addDays(day, 7), addDays(day, 21));
    const { jobRunId } = await app.get(RoundService, { strict: false }).open({ ...actor, scope: wholeJurisdictions(COUNTY) }, round);
    await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: COUNTY, runId: jobRunId });
    await handIn(context, round);
    await app.get(FoldCompletion, { strict: false }).tick();
  },
};

/** Each bureau has approved what its round asks, for a year. */
async function approved({ app, work, actor, day }: DemoContext, jurisdictionId: number): Promise<void> {
  const approver = { ...actor, scope: wholeJurisdictions(jurisdictionId) };
  for (const [code, from, to] of BATTERY) {
    const { definition, checksum } = app.get(InstrumentLibrary, { strict: false }).find(code)!;
    const isDone = await work.read(approver, 'organisation.load-demo', (tx) =>
      hasRows(tx, `select from screening.instrument_approval where jurisdiction_id = $1 and code = $2 and version = $3`, [jurisdictionId, code, definition.version]));
    if (isDone) continue;
    await app.get(InstrumentService, { strict: false }).approve(approver, code, definition.version, {
      checksum, grades: { from, to }, validUntil: addDays(day, 364), itemsRead: definition.items.length, note: '演示', bureauId: jurisdictionId,
    });
  }
}

async function planned({ app, work, actor }: DemoContext, jurisdictionId: number, title: string, from: SchoolDay, to: SchoolDay): Promise<string> {
  const planner = { ...actor, scope: wholeJurisdictions(jurisdictionId) };
  const [made] = await work.read(planner, 'organisation.load-demo', (tx) =>
    tx.query<{ id: string }>(`select id from screening.round where jurisdiction_id = $1 and title = $2`, [jurisdictionId, title]));
  if (made) return made.id; // planned before a kill
  const battery = batteryOn(app.get(InstrumentLibrary, { strict: false }));
  const plan = {
    title, opensAt: chinaInstant(from, MORNING), closesAt: chinaInstant(to, EVENING), grades: [4, 5, 6, 7, 8, 9, 10, 11, 12], battery,
    bureauId: jurisdictionId, capacityReason: '演示数据：不按人手安排',
  };
  return (await app.get(RoundService, { strict: false }).plan(planner, plan)).id;
}

/** Sheets go in by the pupils' own door, so that scores, reviews, counts and facts are what they would be. */
async function handIn({ app, work, actor }: DemoContext, round: string): Promise<void> {
  const library = app.get(InstrumentLibrary, { strict: false });
  const sheets = app.get(SheetService, { strict: false });
  const chance = new Chance(20_261_012);
  const seats = await work.read({ ...actor, scope: wholeJurisdictions(COUNTY) }, 'organisation.load-demo', (tx) =>
    tx.query<Omit<Seat, 'b'> & { grade: number; school: number }>(
      `select a.jurisdiction_id as j, a.round_id as r, a.id as a, a.school_id as s, a.class_id as c, a.student_id as p, k.grade,
              dense_rank() over (order by s.identifier_code)::int as school
         from screening.assignment a
         join screening.round_class k on k.jurisdiction_id = a.jurisdiction_id and k.round_id = a.round_id and k.class_id = a.class_id
         join organisation.school s on s.jurisdiction_id = a.jurisdiction_id and s.id = a.school_id
        where a.jurisdiction_id = $1 and a.round_id = $2 order by s.identifier_code, a.class_id, a.seat_no`, [COUNTY, round]));
  const sending: Promise<void>[] = [];
  let inDanger = 0;
  for (const { grade, school, ...ids } of seats) {
    if (chance.fraction() > [0, 0.9, 0.35, 0.1, 0.75, 0.5, 0.3][school]!) continue; // each school has come as far as it has
    const mood = moodOf(chance, grade >= 7 && inDanger < IN_DANGER);
    if (mood === 'in-danger') inDanger += 1;
    const b = batteryFor(batteryOn(library), grade).map(({ instrument, version }) => [instrument, version] as const);
    const handed = chance.fraction() < 0.06 ? b.slice(0, 1) : b; // some were called away after the first form
    for (const [instrument, version] of handed) {
      const { compiled } = library.find(instrument, version)!;
      const isRushed = chance.fraction() < 0.02;
      const sheet = {
        sheetId: newId(), instrument, version, answers: demoAnswers(compiled, mood, chance),
        seconds: isRushed ? compiled.definition.items.map(() => 1) : demoSeconds(compiled, chance),
      };
      sending.push(sheets.submit({ seat: { ...ids, b }, sheet }).then(() => undefined, orHandedInBefore));
    }
    if (sending.length > AT_ONCE) await Promise.all(sending.splice(0));
  }
  await Promise.all(sending);
}

function moodOf(chance: Chance, mayBeInDanger: boolean): Mood {
  const at = chance.fraction();
  if (at > 0.995 && mayBeInDanger) return 'in-danger';
  return at > 0.97 ? 'heavy' : at > 0.82 ? 'burdened' : 'well';
}

/** A loader that was killed in the middle goes through everybody again. */
function orHandedInBefore(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'screening/already-answered') throw error;
}
