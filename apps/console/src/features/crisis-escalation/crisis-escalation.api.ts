import { get, post } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';
import type { Ordinal } from '../../ui/levels.js';

export type CaseState = 'open' | 'acknowledged';
export type StepKind = 'opened' | 'raised' | 'attached' | 'told' | 'acknowledged' | 'noted' | 'level-lowered';
export type CrisisCase = { id: string; state: CaseState; ordinal: Ordinal; acute: boolean; levelLabel: string | null; studentName: string; className: string; schoolName: string; ownerName: string | null; openedAt: string; dueAt: string | null; acknowledgedAt: string | null };
export type CaseStep = { id: string; kind: StepKind; at: string; byName: string | null; byRule: string | null; text: string | null };
export type CaseDetail = CrisisCase & { reviewId: string | null; steps: CaseStep[] };

export const listCases = (ask: { state?: string | undefined; schoolId?: string | undefined; mine?: string | undefined } & PageAsk) => get<Page<CrisisCase>>('/api/crisis-escalation/cases', ask);
export const crisisCase = (id: string) => get<CaseDetail>(`/api/crisis-escalation/cases/${id}`);
export const acknowledge = (id: string) => post(`/api/crisis-escalation/cases/${id}/acknowledge`);
export const note = (id: string, text: string) => post(`/api/crisis-escalation/cases/${id}/notes`, { text });
