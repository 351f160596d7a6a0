/*
 * What does an imported row mean for the roster we hold: a new pupil, a changed one, or nothing to do? Encrypted fields
 * are compared by their fingerprints. A sheet that leaves a column out says nothing about it: what we know then stays.
 */

export interface RosterRecord {
  readonly schoolId: string;
  readonly stage: string;
  readonly entryYear: number;
  readonly classNumber: number;
  readonly name: string;
  readonly sex: number;
  readonly bornOn: string | null;
  readonly boarding: boolean | null;
  /** Fingerprints in hexadecimal; null when unknown. */
  readonly studentNumber: string | null;
  readonly citizenNumber: string | null;
  readonly guardianName: string | null;
  readonly guardianRelation: string | null;
  readonly guardianPhone: string | null;
  /** Codes of the marks of special attention: in the record those in force, in a row those it names. */
  readonly focus: readonly string[];
  /** A pupil who had left and stands in the sheet again has come back. */
  readonly state: 'enrolled' | 'suspended' | 'left';
}

export type RosterChange = 'new' | 'changed' | 'unchanged';

/** Which fields does the row change? Empty: none. */
export function changedFields(held: RosterRecord, row: Omit<RosterRecord, 'state'>): readonly (keyof RosterRecord)[] {
  const said = (Object.keys(row) as (keyof typeof row)[]).filter(
    (field) => field !== 'focus' && row[field] !== null && !(field === 'sex' && row.sex === 0) && !(field === 'guardianRelation' && row.guardianRelation === ''),
  );
  const changed: (keyof RosterRecord)[] = said.filter((field) => held[field] !== row[field]);
  if (row.focus.some((code) => !held.focus.includes(code))) changed.push('focus');
  return held.state === 'left' ? [...changed, 'state'] : changed;
}

export function rosterChange(held: RosterRecord | undefined, row: Omit<RosterRecord, 'state'>): RosterChange {
  if (!held) return 'new';
  return changedFields(held, row).length === 0 ? 'unchanged' : 'changed';
}
