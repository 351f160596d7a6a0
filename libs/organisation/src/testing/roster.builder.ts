import { checkCharacter, headingOf, ROSTER_FIELDS, type RosterField } from '../rules/index.js';

/** A citizen number of nobody: the region 99 does not exist, so it can belong to no living person. */
export function aCitizenNumber(serial: number, bornOn = '20130904'): string {
  const head = `99${String(Math.floor(serial / 1000) % 10_000).padStart(4, '0')}${bornOn}${String(serial % 1000).padStart(3, '0')}`;
  return head + checkCharacter(head);
}

/** One well-formed row of a roster by field; the pupil is a boy when the serial is odd. */
export function aRosterRow(serial: number, over: Partial<Record<RosterField, string>> = {}): Record<RosterField, string> {
  const citizenNumber = aCitizenNumber(serial);
  return {
    schoolCode: '', schoolName: '', grade: '七年级', classNumber: '1班', name: `测${'甲乙丙丁戊己庚辛'[serial % 8]}`, sex: serial % 2 === 1 ? '男' : '女',
    studentNumber: `G${citizenNumber}`, citizenNumber, bornOn: '2013-09-04', boarding: '否',
    guardianName: '测家长', guardianRelation: '母亲', guardianPhone: `139${String(serial).padStart(8, '0')}`, focus: '', ...over,
  };
}

/** The rows as a CSV file under our own headings. */
export function aRosterFile(rows: readonly Record<RosterField, string>[]): Buffer {
  const lines = [ROSTER_FIELDS.map(headingOf), ...rows.map((row) => ROSTER_FIELDS.map((field) => row[field]))];
  return Buffer.from(`\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`);
}
