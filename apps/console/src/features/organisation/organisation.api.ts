import { get, post, saveFile, upload } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';
import type { ImportCounts, ImportSource, ImportState, ImportView } from '../../ui/import-wizard.js';

export type School = { id: string; name: string; code: string | null; stages: string[]; address: string | null; studentCount: number | null; classCount: number | null; bureauName: string | null };
export type SchoolClass = { id: string; name: string; gradeName: string; studentCount: number | null; formTeacher: string | null };
export type Student = { id: string; name: string; sex: string; className: string; schoolName: string; studentNumber: string | null; citizenNumber: string | null; state: 'enrolled' | 'suspended' | 'left' };
export type RosterImport = ImportView & { fileName: string; at: string; byName: string | null };
export type Term = { id: string; name: string; startsOn: string; endsOn: string };

export const school = (id: string) => get<School>(`/api/organisation/schools/${id}`);
export const classesOf = async (id: string) => (await get<{ items: SchoolClass[] }>(`/api/organisation/schools/${id}/classes`)).items;
export const listStudents = (ask: { schoolId?: string | undefined; classId?: string | undefined; q?: string | undefined } & PageAsk) => get<Page<Student>>('/api/organisation/students', ask);
export const listRosterImports = (ask: PageAsk) => get<Page<RosterImport>>('/api/organisation/roster-imports', ask);
export const rosterImport = (id: string) => get<RosterImport>(`/api/organisation/roster-imports/${id}`);

/** The roster as the import wizard drives it. */
export const rosterSource: ImportSource = {
  downloadTemplate: () => saveFile('/api/organisation/roster-imports/template.xlsx', '学生名册模板.xlsx'),
  upload: (file) => {
    const form = new FormData();
    form.append('file', file);
    return upload<{ id: string }>('/api/organisation/roster-imports', form);
  },
  load: rosterImport,
  confirm: (id) => post(`/api/organisation/roster-imports/${id}/confirm`),
  cancel: (id) => post(`/api/organisation/roster-imports/${id}/cancel`),
  downloadErrors: (id) => saveFile(`/api/organisation/roster-imports/${id}/errors.xlsx`, '名册错误行.xlsx'),
};

export type { ImportCounts, ImportState };
