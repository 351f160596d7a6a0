import { checkCharacter } from '@heliotrope/organisation/rules';
import { type SheetCell, writeXlsxSheets } from '@heliotrope/platform';

export const HEADINGS = ['学校标识码', '年级', '班级', '姓名', '性别', '学籍号', '身份证号', '监护人姓名', '监护人电话'];

/** A row of the clerk's sheet about a pupil who does not exist: division 990101 is nowhere. */
export function rosterRow(of: { schoolCode: string; grade: string; classNumber: string; n: number }): string[] {
  const seventeen = `9901012013${String(1 + (of.n % 12)).padStart(2, '0')}${String(1 + (of.n % 27)).padStart(2, '0')}${String(100 + of.n).padStart(3, '0')}`;
  const citizen = seventeen + checkCharacter(seventeen);
  return [
    of.schoolCode, of.grade, of.classNumber, `示例生${'甲乙丙丁戊己庚辛壬癸'[of.n % 10]}${'子丑寅卯辰巳午未申酉戌亥'[of.n % 12]}`,
    of.n % 2 ? '男' : '女', `G${citizen}`, citizen, `示例家长${of.n}`, `1380000${String(1000 + of.n).slice(-4)}`,
  ];
}

export function rosterWorkbook(rows: readonly (readonly SheetCell[])[], headings: readonly string[] = HEADINGS): Promise<Uint8Array> {
  return writeXlsxSheets([{ plan: { name: '学生名册', columns: headings.map((header) => ({ header, text: true })) }, rows }]);
}
