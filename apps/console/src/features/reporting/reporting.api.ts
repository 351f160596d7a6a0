import type { AskedExportDto, AskedExportListDto, AttentionListBody, AttentionListOrderDto, ExportPageDto, ExportPasswordDto, RoundPageDto, SchoolReportBody, SchoolReportOrderDto } from '@heliotrope/api-client';

import { get, post, saveFile } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';
import type { ExportRow } from '../../ui/ExportCentre.vue';

export type ReportFormat = SchoolReportBody['format'];

export const requestSchoolReport = (ask: SchoolReportBody) => post<SchoolReportOrderDto>('/api/reporting/school-reports', ask);
export const listExports = (ask: PageAsk) => get<ExportPageDto>('/api/exports', ask);
export type Asked = AskedExportDto;
/** Lists of pupils wait for a leader's word, stretches of the log for the security administrator's. */
export const askedExports = async (log: boolean) => (await get<AskedExportListDto>(`/api/export-approvals${log ? '/log' : ''}`)).items;
export const decideExport = (id: string, grant: boolean, log: boolean) => post(`/api/export-approvals/${id}${log ? '/log' : ''}`, { grant });
export const exportPassword = async (id: string) => (await post<ExportPasswordDto>(`/api/exports/${id}/password`)).password;
export const askAttentionList = (ask: AttentionListBody) => post<AttentionListOrderDto>('/api/reporting/attention-lists', ask);
export const rounds = async () => (await get<RoundPageDto>('/api/screening/rounds', { limit: 50 })).items;
export const downloadExport = (row: ExportRow) => saveFile(`/api/exports/${row.id}/file`, row.fileName);
