import type { AskAccessBody, CrisisReportDto, CrisisReportLineDto, CrisisReportListDto, SpecialAccessDto, SpecialAccessListDto, VerdictBody } from '@heliotrope/api-client';

import { get, post } from '../../api/http.js';

export type Access = SpecialAccessDto;
export type ReportLine = CrisisReportLineDto;
export type AccessAsk = AskAccessBody;
export type Verdict = VerdictBody;

export const myAccesses = async () => (await get<SpecialAccessListDto>('/api/special-access')).items;
export const waitingAccesses = async () => (await get<SpecialAccessListDto>('/api/special-access/waiting')).items;
export const askAccess = (ask: AccessAsk, emergency: boolean) => post<SpecialAccessDto>(`/api/special-access${emergency ? '/emergency' : ''}`, ask);
export const decideAccess = (id: string, grant: boolean) => post<SpecialAccessDto>(`/api/special-access/${id}/decision`, { grant });
export const judgeAccess = (id: string, verdict: Verdict) => post<SpecialAccessDto>(`/api/special-access/${id}/verdict`, verdict);
export const crisisReports = async () => (await get<CrisisReportListDto>('/api/crisis-escalation/crisis-reports')).items;
export const crisisReport = (id: string) => get<CrisisReportDto>(`/api/crisis-escalation/crisis-reports/${id}`);
