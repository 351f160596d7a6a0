import type { SchoolDay } from '@heliotrope/kernel';

/*
 * How does a pupil go from one school to another? The sending school proposes, the receiving school accepts or declines,
 * and until then the sending school may take its proposal back. Each side keeps its own record, in its own bureau; what
 * one side has decided is brought to the other by a job, and this table says what the job then has to do. Source: 教育部
 * 《中小学生学籍管理办法》 (教基一〔2013〕7号) art. 15 (转学 needs both schools); what goes along: docs/domain-facts.md §4.2
 * (转学: transfer minimum only with guardian consent or vital interest).
 */

export type TransferState = 'proposed' | 'accepted' | 'declined' | 'withdrawn';

/** What is to be done, given what each side says; `null` for the receiving side when it has not heard yet. */
export type TransferStep = 'announce' | 'move' | 'tell-declined' | 'tell-withdrawn' | 'undo-acceptance' | 'nothing';

export function transferStep(out: TransferState, into: TransferState | null): TransferStep {
  if (into === null) return out === 'proposed' ? 'announce' : 'nothing';
  if (out === 'proposed') return into === 'accepted' ? 'move' : into === 'declined' ? 'tell-declined' : 'nothing';
  // Taken back while the other side was accepting: the pupil stays, and the other side is told.
  if (out === 'withdrawn') return into === 'accepted' ? 'undo-acceptance' : into === 'proposed' ? 'tell-withdrawn' : 'nothing';
  return 'nothing';
}

/** By what right may a summary of the psychology teacher go along? */
export type SummaryBasis = 'none' | 'guardian-consent' | 'vital-interest';

export interface SummaryRight {
  readonly basis: SummaryBasis;
  /** The day on which the guardian agreed. */
  readonly consentOn: SchoolDay | null;
  /** Why somebody's life or health would be in danger without it. */
  readonly note: string;
}

/** What is missing before this right holds; empty when nothing is. PIPL art. 23, 29, 31; art. 13(4). */
export function missingOf({ basis, consentOn, note }: SummaryRight, day: SchoolDay): readonly ('consent-day' | 'consent-later' | 'note')[] {
  if (basis === 'guardian-consent') return consentOn === null ? ['consent-day'] : consentOn > day ? ['consent-later'] : [];
  if (basis === 'vital-interest') return note.trim().length < 5 ? ['note'] : [];
  return [];
}
