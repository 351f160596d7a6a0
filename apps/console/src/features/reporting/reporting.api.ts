import type { ExportPageDto, SchoolReportBody, SchoolReportOrderDto } from '@heliotrope/api-client';

import { get, post, saveFile } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';
import type { ExportRow } from '../../ui/ExportCentre.vue';

export type ReportFormat = SchoolReportBody['format'];

export const requestSchoolReport = (ask: SchoolReportBody) => post<SchoolReportOrderDto>('/api/reporting/school-reports', ask);
export const listExports = (ask: PageAsk) => get<ExportPageDto>('/api/exports', ask);
export const downloadExport = (row: ExportRow) => saveFile(`/api/exports/${row.id}/file`, row.fileName);
