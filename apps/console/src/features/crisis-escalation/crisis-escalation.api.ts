import type { CaseCountDto, CaseCountsDto, CaseDetailDto, CaseListItemDto, CasePageDto, CaseStepDto, NoteBody } from '@heliotrope/api-client';

import { get, post } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type CrisisCase = CaseListItemDto;
export type CaseState = CrisisCase['state'];
export type CaseStep = CaseStepDto;
export type StepKind = CaseStep['kind'];
export type CaseDetail = CaseDetailDto;
/** A count is null where it is too small to be shown. */
export type CaseCount = CaseCountDto;
export type CaseCounts = CaseCountsDto;

export const listCases = (ask: { state?: string | undefined; schoolId?: string | undefined; mine?: string | undefined; studentId?: string | undefined } & PageAsk) => get<CasePageDto>('/api/crisis-escalation/cases', ask);
export const caseCounts = () => get<CaseCounts>('/api/crisis-escalation/cases/counts');
export const crisisCase = (id: string) => get<CaseDetail>(`/api/crisis-escalation/cases/${id}`);
export const acknowledge = (id: string) => post(`/api/crisis-escalation/cases/${id}/acknowledge`);
export const note = (id: string, text: string) => post(`/api/crisis-escalation/cases/${id}/notes`, { text } satisfies NoteBody);
