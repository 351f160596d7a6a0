import type { ApproveBody, ApprovedDto, DraftDto, InstrumentDetailDto, InstrumentDto, InstrumentsDto, LicenceBody, SaveInstrumentBody, SavedInstrumentDto } from '@heliotrope/api-client';

import { get, post, saveFile, upload } from '../../api/http.js';

export type Instrument = InstrumentDto;
export type InstrumentDetail = InstrumentDetailDto;
export type Approval = InstrumentDetailDto['approvals'][number];
export type Draft = DraftDto;
export type Licence = LicenceBody;

const ROOT = '/api/screening/instruments';
const at = (key: string) => `${ROOT}/${encodeURIComponent(key)}`;

export const instruments = async (bureauId?: number) => (await get<InstrumentsDto>(ROOT, { bureauId })).items;
export const instrument = (key: string) => get<InstrumentDetail>(at(key));
export const saveTemplate = () => saveFile(`${ROOT}/template.xlsx`, '量表导入模板.xlsx');
export const saveWorkbook = (key: string) => saveFile(`${at(key)}/workbook.xlsx`, `${key}.xlsx`);
export const saveQuestionnaire = (key: string) => saveFile(`${at(key)}/questionnaire.json`, `${key}.fhir.json`);
export const saveInstrument = (body: SaveInstrumentBody) => post<SavedInstrumentDto>(ROOT, body);
export const recordLicence = (key: string, licence: Licence) => post(`${at(key)}/licences`, licence);
export const approve = (key: string, body: ApproveBody) => post<ApprovedDto>(`${at(key)}/approvals`, body);
export const withdrawApproval = (id: string, reason: string) => post(`/api/screening/instrument-approvals/${id}/withdraw`, { reason });

export function readDraft(file: File): Promise<Draft> {
  const form = new FormData();
  form.append('file', file);
  return upload<Draft>(`${ROOT}/drafts`, form);
}
