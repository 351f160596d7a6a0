import { anImpactAssessment } from '@heliotrope/data-protection/testing';
import { aClass, anAccountWithPost, aSchool, type BuiltSchool, students, terms } from '@heliotrope/organisation/testing';
import { anApproval, presentVersion } from '@heliotrope/screening/testing';
import type { Crowd, Pupil } from './crowd.js';
import { eventually, exchange, type Person, signedIn, untilAnswered } from './person.js';
import type { Stage } from './stage.js';

/** Who is in the seventh grade today. */
const today = new Date();
const ENTRY_YEAR = today.getMonth() >= 8 ? today.getFullYear() : today.getFullYear() - 1;

export interface County {
  readonly bureau: number;
  readonly school: BuiltSchool;
  readonly classes: readonly string[];
  readonly officer: Person;
  readonly teacher: Person;
}

/** A county with one school, its psychology teacher, the county's officer, and so many full classes of the seventh grade. */
export async function raiseCounty(stage: Stage, { bureau, classes, size }: { bureau: number; classes: number; size: number }): Promise<County> {
  const school = await aSchool(stage.owner, { jurisdictionId: bureau });
  await terms(stage.owner, bureau);
  await anImpactAssessment(stage.owner, { jurisdictionId: bureau });
  await anApproval(stage.owner, { jurisdictionId: bureau, instrument: 'phq-9' });
  const made: string[] = [];
  for (let number = 1; number <= classes; number++) {
    const one = await aClass(stage.owner, school, { number, entryYear: ENTRY_YEAR });
    await students(stage.owner, one, size);
    made.push(one.id);
  }
  const officer = await anAccountWithPost(stage.owner, { post: 'county-officer', jurisdictionId: bureau });
  const teacher = await anAccountWithPost(stage.owner, { post: 'psychology-teacher', jurisdictionId: bureau, schoolId: school.id });
  return { bureau, school, classes: made, officer: await signedIn(stage.api, officer), teacher: await signedIn(stage.api, teacher) };
}

/** Fills the county with schools of forty classes of fifty, set-based: so many pupils that opening a round takes a while. */
export async function crowdCounty(stage: Stage, { bureau }: County, schools: number): Promise<number> {
  const { rowCount } = await stage.owner.query(
    `with school as (
       insert into organisation.school (jurisdiction_id, id, name, identifier_code, division_code, stages, area, sponsor)
       select $1::int, uuidv7(), '第' || n || '大校', ($1::bigint * 1000 + n)::text || '0', $1::text, '{junior}', 'city', 'public' from generate_series(1, $2::int) n
       returning id),
     class as (
       insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number)
       select $1, uuidv7(), s.id, 'junior', $3, 3, n from school s, generate_series(1, 40) n
       returning id, school_id)
     insert into organisation.student (jurisdiction_id, id, school_id, class_id, name, sex, created_at, updated_at)
     select $1, uuidv7(), c.school_id, c.id, '测试生', 1, now(), now() from class c, generate_series(1, 50)`,
    [bureau, schools, ENTRY_YEAR],
  );
  await stage.owner.query('analyze organisation.school, organisation.class, organisation.student'); // what autovacuum does within a minute
  return rowCount ?? 0;
}

export const BATTERY = { instrument: 'phq-9', version: presentVersion('phq-9') };

/** Plans a round of the county for today, as its officer does. */
export async function planRound(county: County, { from = -60, to = 86_400 } = {}): Promise<string> {
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  const { status, body } = await county.officer.insist<{ id: string }>('POST', '/screening/rounds', {
    title: '秋季测评', opensAt: at(from), closesAt: at(to), grades: [7], battery: [{ ...BATTERY, grades: { from: 7, to: 9 } }],
  });
  if (status >= 300) throw new Error(`planning answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}

export async function openRound(county: County, round: string): Promise<void> {
  const { status, body } = await county.officer.insist('POST', `/screening/rounds/${round}/open`, { reason: '测试：不看人手' });
  if (status >= 300) throw new Error(`opening answered ${status}: ${JSON.stringify(body)}`);
}

export function isOpen(county: County, round: string): Promise<unknown> {
  return eventually('the round open', () => county.officer.call<{ state: string }>('GET', `/screening/rounds/${round}`), ({ body }) => body.state === 'open');
}

/** Every pupil of these classes takes the seat that the slip names. */
export async function seated(stage: Stage, county: County, round: string, classes: readonly string[] = county.classes): Promise<Pupil[]> {
  const pupils: Pupil[] = [];
  for (const classId of classes) {
    const { body } = await county.teacher.call<{ classCode: string; slips: { seatCode: string }[] }>('GET', `/screening/rounds/${round}/seat-slips?classId=${classId}`);
    const taken = await Promise.all(body.slips.map(({ seatCode }) =>
      untilAnswered(() => exchange<{ seatToken: string }>(`${stage.api}/api/answering/seat`, 'POST', {}, { classCode: body.classCode, seatCode }))));
    for (const seat of taken) {
      if (seat.status >= 300) throw new Error(`a seat was answered with ${seat.status}: ${JSON.stringify(seat.body)}`);
      pupils.push({ token: seat.body.seatToken });
    }
  }
  return pupils;
}

/** What must hold of everything a crowd was told is safe. */
export async function whatIsKept(stage: Stage, crowd: Crowd) {
  const ids = crowd.acknowledged.map(({ sheetId }) => sheetId);
  const { rows: sheets } = await stage.owner.query<{ id: string; student_id: string; critical: boolean }>(
    `select id, student_id, cardinality(critical) > 0 as critical from screening.answer_sheet where id = any($1::uuid[])`, [ids],
  );
  const alarmed = sheets.filter(({ critical }) => critical).map(({ student_id }) => student_id);
  const { rows: cases } = await stage.owner.query<{ student_id: string; opened: string }>(
    `select c.student_id, (select count(*) from crisis_escalation.case_step s where s.jurisdiction_id = c.jurisdiction_id and s.case_id = c.id and s.kind = 'opened') as opened
       from crisis_escalation.crisis_case c where c.student_id = any($1::uuid[])`, [alarmed],
  );
  return { sheets, alarmed, cases };
}
