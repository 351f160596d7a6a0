import type { AskedExportDto, AskedExportListDto, AttentionListBody, AttentionListOrderDto, BoardDto, ClassReportBody, ExportPageDto, ExportPasswordDto, PupilReportBody, PupilReportOrderDto, ReportOrderDto, RoundPageDto } from '@heliotrope/api-client';
import type { ReportDocument } from '@heliotrope/reporting/rules';

import { get, post, saveFile } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';
import type { ExportRow } from '../../ui/ExportCentre.vue';

export type { ReportDocument };
export type ReportFormat = ClassReportBody['format'];
/** The widest first: what somebody may do and what is offered first. */
export const PLACES = ['bureau', 'school', 'class'] as const;
export type Place = (typeof PLACES)[number];
type At = { roundId?: string; schoolId?: string; classId?: string };

export const showPlaceReport = (place: Place, at: At) => get<ReportDocument>(`/api/reporting/${place}-reports`, at);
export const orderPlaceReport = (place: Place, ask: At & { format: ReportFormat }) => post<ReportOrderDto>(`/api/reporting/${place}-reports`, ask);
export const showPupilReport = (studentId: string) => get<ReportDocument>(`/api/reporting/pupil-reports/${studentId}`);
export const askPupilReport = (ask: PupilReportBody) => post<PupilReportOrderDto>('/api/reporting/pupil-reports', ask);
/** The classes of a school that take part and that this person may see. */
export const classesInRound = async (roundId: string, schoolId: string) => (await get<BoardDto>(`/api/screening/rounds/${roundId}/board`, { parent: schoolId })).rows.map(({ id, name }) => ({ id, name }));
export const listExports = (ask: PageAsk) => get<ExportPageDto>('/api/exports', ask);
export type Asked = AskedExportDto;
/** Lists of pupils wait for a leader's word, stretches of the log for the security administrator's. */
export const askedExports = async (log: boolean) => (await get<AskedExportListDto>(`/api/export-approvals${log ? '/log' : ''}`)).items;
export const decideExport = (id: string, grant: boolean, log: boolean) => post(`/api/export-approvals/${id}${log ? '/log' : ''}`, { grant });
export const exportPassword = async (id: string) => (await post<ExportPasswordDto>(`/api/exports/${id}/password`)).password;
export const askAttentionList = (ask: AttentionListBody) => post<AttentionListOrderDto>('/api/reporting/attention-lists', ask);
export const rounds = async () => (await get<RoundPageDto>('/api/screening/rounds', { limit: 50 })).items;
export const downloadExport = (row: ExportRow) => saveFile(`/api/exports/${row.id}/file`, row.fileName);
