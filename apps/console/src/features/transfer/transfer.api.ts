import type { DuplicateDto, DuplicatePageDto, ProposeTransferBody, PromotedDto, PromotionDto, ReceivingSchoolDto, TransferDto, TransferPageDto, TransferSummaryDto } from '@heliotrope/api-client';

import { get, post, put } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Transfer = TransferDto;
export type Duplicate = DuplicateDto;
export type Proposal = ProposeTransferBody;
export type Promotion = PromotionDto;

const at = '/api/organisation/transfers';
export const listTransfers = (ask: { side: 'out' | 'in' } & PageAsk) => get<TransferPageDto>(at, ask);
export const transfer = (id: string) => get<Transfer>(`${at}/${id}`);
export const receivingSchools = (q: string) => get<ReceivingSchoolDto[]>(`${at}/schools`, { q });
export const propose = (body: Proposal) => post<Transfer>(at, body);
export const withdraw = (id: string) => post(`${at}/${id}/withdraw`);
export const accept = (id: string, classId: string) => post(`${at}/${id}/accept`, { classId });
export const decline = (id: string, reason: string) => post(`${at}/${id}/decline`, { reason });
export const writeSummary = (id: string, text: string) => put(`${at}/${id}/summary`, { text });
export const readSummary = async (id: string) => (await get<TransferSummaryDto>(`${at}/${id}/summary`)).text;

export const listDuplicates = (ask: PageAsk) => get<DuplicatePageDto>('/api/organisation/duplicates', ask);
export const decideDuplicate = (id: string, body: { decision: 'merge' | 'keep'; keepId?: string; note?: string }) => post(`/api/organisation/duplicates/${id}/decide`, body);

export const promotion = (schoolId: string) => get<Promotion>('/api/organisation/promotion', { schoolId });
export const graduate = (schoolId: string, classIds: string[]) => post<PromotedDto>('/api/organisation/promotion/graduate', { schoolId, classIds });
export const openEntryClasses = (schoolId: string, stage: string, count: number) => post<PromotedDto>('/api/organisation/promotion/entry-classes', { schoolId, stage, count });
export const joinClasses = (schoolId: string, fromClassId: string, intoClassId: string) => post<PromotedDto>('/api/organisation/promotion/merge', { schoolId, fromClassId, intoClassId });
