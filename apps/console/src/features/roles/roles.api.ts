import type {
  AcceptedDto, AppointBody, CandidateDto, CandidatesDto, CheckCountsDto, ClassDto, ClassesDto, ColleagueDto, DecisionHistoryDto, DecisionPageDto, LendBody, LoanDto, LoanOfferDto, LoanPageDto, ProposalDto, ProposalPageDto,
  RoleChangeDto, RoleChangesDto, RoleDecideBody, RoleDraftBody, RolesDto, SavedDraftDto, SaveDraftBody, StaffMemberDto, StaffPageDto, StaffPostDto,
} from '@heliotrope/api-client';

import { get, post, put } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Roles = RolesDto;
export type RoleChange = RoleChangeDto;
export type Decision = DecisionHistoryDto;
export type StaffPost = StaffPostDto;
export type StaffMember = StaffMemberDto;
export type CheckCounts = CheckCountsDto;
export type Candidate = CandidateDto;
export type Loan = LoanDto;
export type Colleague = ColleagueDto;
export type Draft = RoleDraftBody;

const home = '/api/organisation';

export const rolesOf = (ask: { bureauId?: number | undefined; on?: string | undefined }) => get<Roles>(`${home}/roles`, ask);
export type SavedDraft = SavedDraftDto;
export const savedDraft = (bureauId: number | undefined) => get<SavedDraft>(`${home}/roles/draft`, { bureauId });
export const saveDraft = (body: SaveDraftBody, version: number) => put<SavedDraft>(`${home}/roles/draft`, body, version);
export const tryOut = (draft: Draft) => post<RoleChangesDto>(`${home}/roles/preview`, draft);
export const decide = (draft: RoleDecideBody) => post<RoleChangesDto>(`${home}/roles/decisions`, draft);
export const listDecisions = (ask: { bureauId?: number | undefined } & PageAsk) => get<DecisionPageDto>(`${home}/roles/decisions`, ask);

export type StaffAsk = { bureauId?: number | undefined; schoolId?: string | undefined; q?: string | undefined; post?: string | undefined; state?: string | undefined; check?: string | undefined };
export const listStaff = (ask: StaffAsk & PageAsk) => get<StaffPageDto>(`${home}/staff`, ask);
export const member = (accountId: string) => get<StaffMember>(`${home}/staff/${accountId}`);
export const checkCounts = () => get<CheckCounts>(`${home}/staff/background-checks`);
export const recordCheck = (accountId: string, checkedOn: string) => post(`${home}/staff/${accountId}/background-checks`, { checkedOn });
export const candidates = async (q: string) => (await get<CandidatesDto>(`${home}/appointments/candidates`, { q })).items;
export const appoint = (body: AppointBody) => post(`${home}/appointments`, body);
export const endPost = (id: string, body: { lastDay: string; reason: string }) => post(`${home}/appointments/${id}/end`, body);

export type Proposal = ProposalDto;
export type Accepted = AcceptedDto;
export const listProposals = (ask: PageAsk) => get<ProposalPageDto>(`${home}/post-proposals`, ask);
export const declineProposal = (id: string, reason: string) => post(`${home}/post-proposals/${id}/decline`, { reason });

/** All fitting ones of those that were there when the list was read, a hundred at a time; `told` hears how it goes. */
export async function acceptProposals(asOf: string, told: (sofar: Accepted) => void): Promise<Accepted> {
  let sofar: Accepted = { accepted: 0, heldAlready: 0, refused: [], next: null };
  do {
    const more: Accepted = await post<Accepted>(`${home}/post-proposals/accept`, { asOf, ...(sofar.next ? { after: sofar.next } : {}) });
    sofar = { accepted: sofar.accepted + more.accepted, heldAlready: sofar.heldAlready + more.heldAlready, refused: [...sofar.refused, ...more.refused], next: more.next };
    told(sofar);
  } while (sofar.next);
  return sofar;
}

/** Classes of the school a post is to stand at. */
export type SchoolClass = ClassDto;
export const classesAt = async (schoolId: string) => (await get<ClassesDto>(`${home}/schools/${schoolId}/classes`)).items;

export const listLoans = (ask: PageAsk) => get<LoanPageDto>(`${home}/loans`, ask);
export const listAllLoans = (ask: PageAsk) => get<LoanPageDto>(`${home}/loans/all`, ask);
export const loanOffer = () => get<LoanOfferDto>(`${home}/loans/offer`);
export const lend = (body: LendBody) => post(`${home}/loans`, body);
export const endLoan = (id: string) => post(`${home}/loans/${id}/end`, {});
