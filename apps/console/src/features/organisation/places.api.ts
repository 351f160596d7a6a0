import type {
  BureauBody, BureauCategoriesDto, BureauCategoryDto, BureauDto, CategoryBody, CloseCategoryBody, CalendarMonthDto, CampusBody, CampusDto, CampusesDto, ClassBody, ClassDto, CommitteeCountsDto, CopiedDto, DivisionBody, DivisionDto,
  DivisionsDto, DormitoriesDto, DormitoryBody, DormitoryDto, FocusBody, FocusCategoriesDto, FocusPageDto, FocusRowDto, GuardianBody, GuardianDto,
  MemberBody, MemberDto, MemberPageDto, NewBureauBody, NewClassBody, NewGuardianBody, NewMemberBody, NewSchoolBody, PlaceImportDto, PupilBody, PupilDto,
  ResidentsDto, ReturnBody, RevealBody, RevealDto, RevealedDto, RevealsDto, RoomBody, RoomDto, SchoolBody, SchoolDto, SuspendBody, TermDto, TermsDto,
} from '@heliotrope/api-client';

import { get, post, put, remove, saveFile, upload } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';
import type { ImportSource } from '../../ui/import-wizard.js';

export type Pupil = PupilDto;
export type Guardian = GuardianDto;
export type Focus = FocusRowDto;
export type BureauCategory = BureauCategoryDto;
export type Member = MemberDto;
export type Campus = CampusDto;
export type Dormitory = DormitoryDto;
export type Room = RoomDto;
export type Bureau = BureauDto;
export type Division = DivisionDto;
export type School = SchoolDto;
export type SchoolClass = ClassDto;
export type Term = TermDto;
export type CalendarMonth = CalendarMonthDto;
export type Reveal = RevealDto;
export type PlaceKind = 'schools' | 'classes' | 'focus';

const at = (path: string) => `/api/organisation/${path}`;

export const openSchool = (body: NewSchoolBody) => post<SchoolDto>(at('schools'), body);
export const saveSchool = (id: string, body: SchoolBody, version: number) => put<SchoolDto>(at(`schools/${id}`), body, version);
export const campusesOf = async (id: string) => (await get<CampusesDto>(at(`schools/${id}/campuses`))).items;
export const addCampus = (schoolId: string, body: CampusBody) => post<CampusDto>(at(`schools/${schoolId}/campuses`), body);
export const saveCampus = (id: string, body: CampusBody, version: number) => put<CampusDto>(at(`campuses/${id}`), body, version);
export const openClass = (schoolId: string, body: NewClassBody) => post<ClassDto>(at(`schools/${schoolId}/classes`), body);
export const saveClass = (id: string, body: ClassBody, version: number) => put<ClassDto>(at(`classes/${id}`), body, version);
export const closeClass = (id: string, version: number) => post(at(`classes/${id}/close`), {}, version);

export const bureau = (id: string) => get<BureauDto>(at(`bureaus/${id}`));
export const openBureau = (body: NewBureauBody) => post<BureauDto>(at('bureaus'), body);
export const saveBureau = (id: number, body: BureauBody, version: number) => put<BureauDto>(at(`bureaus/${id}`), body, version);
export const divisions = async (parent?: string) => (await get<DivisionsDto>(at('divisions'), { parent })).items;
export const saveDivision = (code: string, body: DivisionBody, version?: number) => put<DivisionDto>(at(`divisions/${code}`), body, version);

export const calendarMonth = (ask: { month: string; schoolId?: string | undefined; jurisdictionId?: string | undefined }) => get<CalendarMonthDto>(at('calendar'), ask);
export const terms = async () => (await get<TermsDto>(at('terms'))).items;
export const saveTerm = (year: number, no: 1 | 2, body: { startsOn: string; endsOn: string; jurisdictionId: number }, version?: number) => put(at(`terms/${year}/${no}`), body, version);
export const copyYear = (body: { schoolYear: number; jurisdictionId: number }) => post<CopiedDto>(at('school-years/copy'), body);
export const setDay = (day: string, body: { off: boolean; name: string; jurisdictionId: number }) => put(at(`calendar-days/${day}`), body);
export const forgetDay = (day: string, jurisdictionId: number) => remove(at(`calendar-days/${day}`), undefined, { jurisdictionId });
export const setSchoolDay = (schoolId: string, day: string, body: { off: boolean; name: string }) => put(at(`schools/${schoolId}/calendar-days/${day}`), body);
export const forgetSchoolDay = (schoolId: string, day: string) => remove(at(`schools/${schoolId}/calendar-days/${day}`));
export const enterHolidays = (file: unknown) => post(at('holiday-years'), file);

export const dormitoriesOf = async (schoolId: string) => (await get<DormitoriesDto>(at(`schools/${schoolId}/dormitories`))).items;
export const addDormitory = (schoolId: string, body: DormitoryBody) => post<DormitoryDto>(at(`schools/${schoolId}/dormitories`), body);
export const saveDormitory = (id: string, body: DormitoryBody, version: number) => put<DormitoryDto>(at(`dormitories/${id}`), body, version);
export const addRoom = (dormitoryId: string, body: RoomBody) => post<RoomDto>(at(`dormitories/${dormitoryId}/rooms`), body);
export const saveRoom = (id: string, body: RoomBody, version: number) => put<RoomDto>(at(`dormitory-rooms/${id}`), body, version);
export const residentsOf = async (roomId: string) => (await get<ResidentsDto>(at(`dormitory-rooms/${roomId}/residents`))).items;
export const moveIn = (roomId: string, studentId: string) => post(at(`dormitory-rooms/${roomId}/move-in`), { studentId });
export const moveOut = (roomId: string, studentId: string) => post(at(`dormitory-rooms/${roomId}/move-out`), { studentId });

export const pupil = (id: string) => get<PupilDto>(at(`students/${id}`));
export const savePupil = (id: string, body: PupilBody, version: number) => put<PupilDto>(at(`students/${id}`), body, version);
export const suspendPupil = (id: string, body: SuspendBody, version: number) => post<PupilDto>(at(`students/${id}/suspend`), body, version);
export const takeBackPupil = (id: string, body: ReturnBody, version: number) => post<PupilDto>(at(`students/${id}/return`), body, version);
export const addGuardian = (studentId: string, body: NewGuardianBody) => post<GuardianDto>(at(`students/${studentId}/guardians`), body);
export const saveGuardian = (id: string, body: GuardianBody, version: number) => put<GuardianDto>(at(`guardians/${id}`), body, version);
export const removeGuardian = (id: string, version: number) => remove(at(`guardians/${id}`), version);
export const reveal = (studentId: string, body: RevealBody) => post<RevealedDto>(at(`students/${studentId}/reveal`), body);
export const revealsOf = async (studentId: string) => (await get<RevealsDto>(at(`students/${studentId}/reveals`))).items;

export const focusCategories = async () => (await get<FocusCategoriesDto>(at('focus-categories'))).items;
export const focusCategoryList = (jurisdictionId: number | undefined) => get<BureauCategoriesDto>(at('focus-category-list'), { jurisdictionId });
export const addFocusCategory = (body: CategoryBody) => post<BureauCategoryDto>(at('focus-category-list'), body);
export const renameFocusCategory = (code: string, body: CategoryBody, version: number) => put<BureauCategoryDto>(at(`focus-category-list/${code}`), body, version);
export const closeFocusCategory = (code: string, body: CloseCategoryBody, version: number) => post<BureauCategoryDto>(at(`focus-category-list/${code}/close`), body, version);
export const listFocus = (ask: { schoolId?: string | undefined; classId?: string | undefined; code?: string | undefined; over?: string | undefined } & PageAsk) => get<FocusPageDto>(at('focus'), ask);
export const setFocus = (studentId: string, body: FocusBody) => post(at(`students/${studentId}/focus`), body);
export const endFocus = (id: string) => post(at(`focus/${id}/end`), {});

export const listCommittee = (ask: { schoolId?: string | undefined; classId?: string | undefined; role?: string | undefined } & PageAsk) => get<MemberPageDto>(at('committee'), ask);
export const committeeCounts = (schoolId: string) => get<CommitteeCountsDto>(at('committee/counts'), { schoolId });
export const appoint = (body: NewMemberBody) => post<MemberDto>(at('committee'), body);
export const saveMember = (id: string, body: MemberBody, version: number) => put<MemberDto>(at(`committee/${id}`), body, version);

/** Sheets of schools, classes or focus marks as the import wizard drives them. */
export const placeSource = (kind: PlaceKind, name: string, bureauId: () => string | undefined): ImportSource => ({
  downloadTemplate: () => saveFile(at(`place-imports/${kind}/template.xlsx`), `${name}.xlsx`),
  upload: (file) => {
    const form = new FormData();
    const of = bureauId();
    if (of) form.append('jurisdictionId', of); // fields go before the file: the server reads as it comes
    form.append('file', file);
    return upload<{ id: string }>(at(`place-imports/${kind}`), form);
  },
  load: (id) => get<PlaceImportDto>(at(`place-imports/${kind}/${id}`)),
  confirm: (id) => post(at(`place-imports/${kind}/${id}/confirm`), {}),
  cancel: (id) => post(at(`place-imports/${kind}/${id}/cancel`), {}),
  downloadErrors: (id) => saveFile(at(`place-imports/${kind}/${id}/errors.xlsx`), `${name}.xlsx`),
});
