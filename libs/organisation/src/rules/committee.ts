/*
 * Does a class have the psychology committee members its bureau asks for, and a boarding school the members in its
 * dormitories? Sources: BS-25 (每班2名心理健康委员), BS-26 (寄宿制学校增设宿舍心理健康委员); the numbers are policy
 * (`committee.per-class`, `committee.in-dormitories`). Members are pupils: they report what worries them and read nothing.
 */

export const COMMITTEE_ROLES = { class: '班级心理委员', dormitory: '宿舍心理委员', 'room-head': '舍长' } as const;
export type CommitteeRole = keyof typeof COMMITTEE_ROLES;

export interface CommitteeCount {
  readonly held: number;
  readonly trained: number;
  /** Null: no paper asks for any here. */
  readonly required: number | null;
  readonly missing: number;
}

/** @param required what policy asks of one class or one dormitory; null when it asks nothing. */
export function committeeCount(members: readonly { readonly trained: boolean }[], required: number | null): CommitteeCount {
  const held = members.length;
  return { held, trained: members.filter((one) => one.trained).length, required, missing: Math.max(0, (required ?? 0) - held) };
}
