import { get, post, saveFile } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';
import type { ExportRow } from '../../ui/ExportCentre.vue';

export type ReportFormat = 'xlsx' | 'pdf';

export const requestSchoolReport = (ask: { roundId: string; schoolId: string; format: ReportFormat }) => post<{ exportId: string; jobRunId: string }>('/api/reporting/school-reports', ask);
export const listExports = (ask: PageAsk) => get<Page<ExportRow>>('/api/exports', ask);
export const downloadExport = (row: ExportRow) => saveFile(`/api/exports/${row.id}/file`, row.fileName);
