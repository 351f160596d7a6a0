import type { BeginPaperBody, PaperBatchDto, PaperBatchPageDto, PaperDifferenceDto, PaperDifferencesDto, PaperEntryDto, PaperStartedDto, SettlePaperBody } from '@heliotrope/api-client';

import { get, post, put, saveFile, upload } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';
import type { ImportSource } from '../../ui/import-wizard.js';

export type PaperBatch = PaperBatchDto;
export type PaperDifference = PaperDifferenceDto;
export type PaperDifferences = PaperDifferencesDto;
export type Turn = 1 | 2;

const ROOT = '/api/screening/paper-batches';
const LARGEST = 2 * 1024 * 1024;

export const listPaper = (ask: { roundId: string } & PageAsk) => get<PaperBatchPageDto>(ROOT, ask);
export const beginPaper = (body: BeginPaperBody) => post<PaperBatch>(ROOT, body);
export const paperBatch = (id: string) => get<PaperBatch>(`${ROOT}/${id}`);
export const differences = (id: string) => get<PaperDifferences>(`${ROOT}/${id}/differences`);
export const settle = (id: string, body: SettlePaperBody, version: number) => put<PaperDifferences>(`${ROOT}/${id}/settlements`, body, version);
export const takePaper = (id: string) => post<PaperBatch>(`${ROOT}/${id}/take`);
export const cancelPaper = (id: string) => post(`${ROOT}/${id}/cancel`);

/** One typing of a batch as the import wizard drives it. */
export const paperSource = (id: string, turn: Turn, names: { file: string; faults: string }): ImportSource => ({
  downloadTemplate: () => saveFile(`${ROOT}/${id}/template.xlsx`, `${names.file}.xlsx`),
  upload: (file) => {
    const form = new FormData();
    form.append('turn', String(turn)); // fields go before the file: the server reads as it comes
    form.append('file', file);
    return upload<PaperStartedDto>(`${ROOT}/${id}/entries`, form);
  },
  load: (entry) => get<PaperEntryDto>(`${ROOT}/${id}/entries/${entry}`),
  confirm: (entry) => post(`${ROOT}/${id}/entries/${entry}/confirm`),
  cancel: (entry) => post(`${ROOT}/${id}/entries/${entry}/cancel`),
  downloadErrors: (entry) => saveFile(`${ROOT}/${id}/entries/${entry}/errors.xlsx`, `${names.faults}.xlsx`),
  largest: LARGEST,
});
