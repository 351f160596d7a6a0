import { checkCharacter, gradeNumbered, headingOf, ROSTER_FIELDS, type RosterField } from '@heliotrope/organisation/rules';
import { Chance } from './chance.js';
import { type DemoSchool, yearsOf } from './district.js';
import { aName } from './names.js';

/**
 * The roster of one bureau's schools as the CSV file a clerk would upload. Identity numbers begin with 99, a region that
 * does not exist, so none of them can be anybody's; phones are of a range that carries no subscribers here.
 * @param schoolYear 2026 for 2026—2027: pupils are as old as their grade on its first day.
 */
export function demoRoster(schools: readonly DemoSchool[], schoolYear: number): Buffer {
  const lines = schools.flatMap((school) => pupilsOf(school, schoolYear));
  const csv = [ROSTER_FIELDS.map(headingOf), ...lines.map((line) => ROSTER_FIELDS.map((field) => line[field]))];
  return Buffer.from(`\ufeff${csv.map((cells) => cells.join(',')).join('\r\n')}\r\n`);
}

function pupilsOf(school: DemoSchool, schoolYear: number): Record<RosterField, string>[] {
  const chance = new Chance(Number(school.code.slice(-6)));
  const lines: Record<RosterField, string>[] = [];
  for (const stage of school.stages) {
    const length = yearsOf(school, stage);
    for (let yearInStage = 1; yearInStage <= length; yearInStage += 1) {
      const grade = gradeNumbered(stage, yearInStage, length);
      for (let number = 1; number <= school.classes; number += 1) {
        const size = school.pupils - 3 + chance.below(7);
        for (let n = 0; n < size; n += 1) {
          const sex = chance.fraction() < 0.52 ? 1 : 2;
          const bornOn = birthday(chance, schoolYear - grade.year - 5);
          const serial = lines.length + 1;
          const citizenNumber = numberOf(school, bornOn, serial, sex);
          const byParent = chance.fraction() < 0.8;
          lines.push({
            schoolCode: school.code, schoolName: school.name, grade: grade.name, classNumber: `${number}班`, name: aName(chance, sex),
            sex: sex === 1 ? '男' : '女', studentNumber: `G${citizenNumber}`, citizenNumber, bornOn,
            boarding: school.boarding && chance.fraction() < 0.8 ? '是' : '否', guardianName: aName(chance, byParent ? 1 : 2),
            guardianRelation: byParent ? chance.oneOf(['父亲', '母亲']) : chance.oneOf(['祖父', '祖母', '其他']),
            guardianPhone: `1990${school.code.slice(-2)}${String(serial).padStart(5, '0')}`, focus: '',
          });
        }
      }
    }
  }
  return lines;
}

/** A day from 1 September of that year to 31 August of the next. */
function birthday(chance: Chance, year: number): string {
  return new Date(Date.UTC(year - 1, 8, 1 + chance.below(365))).toISOString().slice(0, 10);
}

function numberOf(school: DemoSchool, bornOn: string, serial: number, sex: 1 | 2): string {
  const place = `99${school.code.slice(-2)}${String(Math.floor(serial / 400)).padStart(2, '0')}`;
  const head = `${place}${bornOn.replaceAll('-', '')}${String((serial % 400) * 2 + (sex === 1 ? 1 : 0)).padStart(3, '0')}`;
  return head + checkCharacter(head);
}
