import type { ClassDto, ClassesDto, RosterImportDetailDto, RosterImportDto, RosterImportPageDto, SchoolDto, StartedDto, StudentDto, StudentPageDto, TermDto } from '@heliotrope/api-client';

import { get, post, saveFile, upload } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';
import type { ImportCounts, ImportSource, ImportState } from '../../ui/import-wizard.js';

export type School = SchoolDto;
export type SchoolClass = ClassDto;
export type Student = StudentDto;
export type RosterImport = RosterImportDto;
export type RosterImportDetail = RosterImportDetailDto;
export type Term = TermDto;

export const school = (id: string) => get<School>(`/api/organisation/schools/${id}`);
export const classesOf = async (id: string) => (await get<ClassesDto>(`/api/organisation/schools/${id}/classes`)).items;
export const listStudents = (ask: { schoolId?: string | undefined; classId?: string | undefined; q?: string | undefined } & PageAsk) => get<StudentPageDto>('/api/organisation/students', ask);
export const listRosterImports = (ask: PageAsk) => get<RosterImportPageDto>('/api/organisation/roster-imports', ask);
export const rosterImport = (id: string) => get<RosterImportDetail>(`/api/organisation/roster-imports/${id}`);

/** The roster as the import wizard drives it; `bureau` is needed only by whoever manages several. */
export const rosterSource = (bureau: () => string | undefined): ImportSource => ({
  downloadTemplate: () => saveFile('/api/organisation/roster-imports/template.xlsx', '学生名册模板.xlsx'),
  upload: (file) => {
    const form = new FormData();
    const of = bureau();
    if (of) form.append('jurisdictionId', of); // fields go before the file: the server reads as it comes
    form.append('file', file);
    return upload<StartedDto>('/api/organisation/roster-imports', form);
  },
  load: rosterImport,
  confirm: (id, choice) => post(`/api/organisation/roster-imports/${id}/confirm`, choice),
  cancel: (id) => post(`/api/organisation/roster-imports/${id}/cancel`),
  downloadErrors: (id) => saveFile(`/api/organisation/roster-imports/${id}/errors.xlsx`, '名册错误行.xlsx'),
  undo: (id) => post(`/api/organisation/roster-imports/${id}/undo`),
  largest: 1_430 * 1024 * 1024,
});

export type { ImportCounts, ImportState };
