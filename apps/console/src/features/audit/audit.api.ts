import type { AuditEntryDto, AuditPageDto, AuditStateDto, LogExportBody, LogExportDto } from '@heliotrope/api-client';

import { get, post } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Entry = AuditEntryDto;
export type LogAsk = { kind?: string | undefined; accountId?: string | undefined; object?: string | undefined };

export const entries = (ask: LogAsk & PageAsk) => get<AuditPageDto>('/api/audit/entries', ask);
export const logState = () => get<AuditStateDto>('/api/audit/state');
export const exportLog = (ask: LogExportBody) => post<LogExportDto>('/api/audit/exports', ask);
