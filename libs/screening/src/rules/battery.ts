import type { FieldFault } from '@heliotrope/kernel';
import type { InstrumentDefinition } from './instrument.js';

/** One instrument of a round, and the school years that answer it (1–12, both ends included). */
export interface BatteryEntry {
  readonly instrument: string;
  readonly version: string;
  readonly grades: { readonly from: number; readonly to: number };
}

/** Which instruments does a pupil of this school year answer, in the round's order? */
export function batteryFor<E extends BatteryEntry>(battery: readonly E[], grade: number): E[] {
  return battery.filter((entry) => grade >= entry.grades.from && grade <= entry.grades.to);
}

/**
 * Can a round be run with this battery? Each fault names the entry and says in Chinese what to change. Refuses an
 * instrument we do not have, one without wording, a spoken interview as a classroom test, school years outside the
 * published range (no words about suicide below grade 7), the same instrument twice in a grade, a grade with nothing.
 *
 * @param grades the school years the round is for.
 */
export function batteryFaults(
  battery: readonly BatteryEntry[],
  grades: readonly number[],
  find: (code: string, version: string) => InstrumentDefinition | undefined,
): FieldFault[] {
  const faults: FieldFault[] = [];
  battery.forEach((entry, at) => {
    const field = `battery.${at}`;
    const fault = (code: string, message: string) => faults.push({ field, code: `screening/${code}`, message });
    const found = find(entry.instrument, entry.version);
    if (!found) return fault('unknown-instrument', `没有量表 ${entry.instrument}（版本 ${entry.version}）`);
    const { from, to } = found.grades;
    if (entry.grades.from > entry.grades.to) fault('grades-backwards', '起始年级不能大于终止年级');
    if (entry.grades.from < from || entry.grades.to > to) fault('instrument-outside-grades', `${found.title}适用于 ${gradeName(from)}至${gradeName(to)}`);
    if (found.mode === 'interview') fault('instrument-is-interview', `${found.title}须由受训成人一对一口头询问，不能用于班级普测`);
    if (found.items.some((item) => item.text === null)) fault('wording-missing', `${found.title}的题目须由持有授权的单位导入后才能使用`);
    const twin = battery.findIndex((other) => other.instrument === entry.instrument && other.grades.from <= entry.grades.to && entry.grades.from <= other.grades.to);
    if (twin < at) fault('instrument-twice', `${found.title}在同一年级出现了两次`);
  });
  const empty = grades.filter((grade) => batteryFor(battery, grade).length === 0);
  if (empty.length > 0) faults.push({ field: 'battery', code: 'screening/grade-without-instrument', message: `${empty.map(gradeName).join('、')}没有安排量表` });
  return faults;
}

const GRADES = ['一年级', '二年级', '三年级', '四年级', '五年级', '六年级', '七年级', '八年级', '九年级', '高一', '高二', '高三'];

/** The word for a school year counted through from primary 1 to senior 3. */
export function gradeName(grade: number): string {
  return GRADES[grade - 1] ?? `${grade} 年级`;
}
