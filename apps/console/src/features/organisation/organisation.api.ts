import { get, post, saveFile, upload } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';
import type { ImportCounts, ImportSource, ImportState, ImportView } from '../../ui/import-wizard.js';

export type School = { id: string; name: string; identifierCode: string; divisionCode: string; stages: ('primary' | 'junior' | 'senior')[]; area: 'city' | 'county-town' | 'rural'; sponsor: 'public' | 'private'; boarding: boolean };
export type SchoolClass = { id: string; schoolId: string; name: string; gradeName: string; entryYear: number };
export type Student = {
  id: string;
  name: string;
  sex: number;
  className: string;
  state: 'enrolled' | 'suspended' | 'left';
  studentNumber: string | null;
  citizenNumber: string | null;
  guardian: { name: string; relation: string; phone: string | null } | null;
};
export type RosterImport = ImportView & { fileName: string; totalRows: number; partial: boolean; createdAt: string };
export type Term = { id: string; name: string; startsOn: string; endsOn: string };

export const school = (id: string) => get<School>(`/api/organisation/schools/${id}`);
export const classesOf = async (id: string) => (await get<{ items: SchoolClass[] }>(`/api/organisation/schools/${id}/classes`)).items;
export const listStudents = (ask: { schoolId?: string | undefined; classId?: string | undefined; q?: string | undefined } & PageAsk) => get<Page<Student>>('/api/organisation/students', ask);
export const listRosterImports = (ask: PageAsk) => get<Page<RosterImport>>('/api/organisation/roster-imports', ask);
export const rosterImport = (id: string) => get<RosterImport>(`/api/organisation/roster-imports/${id}`);

/** The roster as the import wizard drives it; `bureau` is needed only by whoever manages several. */
export const rosterSource = (bureau: () => string | undefined): ImportSource => ({
  downloadTemplate: () => saveFile('/api/organisation/roster-imports/template.xlsx', '学生名册模板.xlsx'),
  upload: (file) => {
    const form = new FormData();
    const of = bureau();
    if (of) form.append('jurisdictionId', of); // fields go before the file: the server reads as it comes
    form.append('file', file);
    return upload<{ id: string }>('/api/organisation/roster-imports', form);
  },
  load: rosterImport,
  confirm: (id, choice) => post(`/api/organisation/roster-imports/${id}/confirm`, choice),
  cancel: (id) => post(`/api/organisation/roster-imports/${id}/cancel`),
  downloadErrors: (id) => saveFile(`/api/organisation/roster-imports/${id}/errors.xlsx`, '名册错误行.xlsx'),
});

export type { ImportCounts, ImportState };
