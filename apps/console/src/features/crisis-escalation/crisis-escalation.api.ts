import { get, post } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';
import type { Ordinal } from '../../ui/levels.js';

export type CaseState = 'open' | 'acknowledged';
export type StepKind = 'opened' | 'raised' | 'attached' | 'told' | 'acknowledged' | 'noted' | 'level-lowered';
export type CrisisCase = {
  id: string;
  pupil: { studentId: string; name: string; className: string; schoolName: string };
  state: CaseState;
  ordinal: Ordinal;
  levelLabel: string;
  acute: boolean;
  ownerName: string | null;
  dueAt: string;
  openedAt: string;
  acknowledgedAt: string | null;
};
export type CaseStep = { id: string; kind: StepKind; at: string; author: string; byRule: boolean; ordinal: Ordinal | null; rules: string[]; told: string[]; note: string | null };
export type CaseDetail = CrisisCase & { timeline: CaseStep[]; mayAcknowledge: boolean };
/** A count is null where it is too small to be shown. */
export type CaseCount = { ordinal: Ordinal; levelLabel: string; total: number | null; open: number | null; overdue: number | null };
export type CaseCounts = { items: CaseCount[]; asOf: string };

export const listCases = (ask: { state?: string | undefined; schoolId?: string | undefined; mine?: string | undefined } & PageAsk) => get<Page<CrisisCase>>('/api/crisis-escalation/cases', ask);
export const caseCounts = () => get<CaseCounts>('/api/crisis-escalation/cases/counts');
export const crisisCase = (id: string) => get<CaseDetail>(`/api/crisis-escalation/cases/${id}`);
export const acknowledge = (id: string) => post(`/api/crisis-escalation/cases/${id}/acknowledge`);
export const note = (id: string, text: string) => post(`/api/crisis-escalation/cases/${id}/notes`, { text });
