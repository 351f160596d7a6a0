import type {
  BatteryEntryBody, BoardDto, CapacityBody, FollowUpCapacityDto, FurtherClassesDto, FurtherPlannedDto, FurtherWindowDto, FurtherWindowsDto, PlanFurtherBody, SeatingStartedDto,
  YearlyChangesDto, YearlyPlanBody, YearlyPlanDto, YearlyPlannedDto, YearlyPlansDto, BoardRowDto, ConfirmLevelBody, DecisionDto, FiredRuleDto, ItemAnswerDto, LowerBody, LoweredDto, LoweringDto, LoweringPageDto,
  PlanRoundBody, RegionBoardDto, RegionBoardRowDto, ReviewDetailDto, ReviewDto, ReviewPageDto, RoundDto, RoundOpeningDto, RoundPageDto, RoundPlannedDto, ScaleDto, SeatSlipDto, SeatSlipsDto, SecondLoweringBody, TermsDto, InterviewDto, InterviewDueDto, InterviewQueueDto, RecordAttemptBody, RecordedDto, RecordInterviewBody,
} from '@heliotrope/api-client';

import { get, post, put } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Round = RoundDto;
export type RoundState = Round['state'];
export type RoundPlan = PlanRoundBody;
export type BatteryEntry = BatteryEntryBody;

export type BoardRow = BoardRowDto;
export type Board = BoardDto;

export type RegionBoard = RegionBoardDto;
export type RegionBoardRow = RegionBoardRowDto;

export type FollowUpCapacity = FollowUpCapacityDto;
export type FurtherWindow = FurtherWindowDto;
export type FurtherKind = FurtherWindow['kind'];
export type YearlyPlan = YearlyPlanDto;
export type YearlyPlanWords = YearlyPlanBody;

export type SeatSlip = SeatSlipDto;
export type SeatSlips = SeatSlipsDto;

export type Review = ReviewDto;
export type ReviewState = Review['state'];
export type FiredRule = FiredRuleDto;
export type ScaleScore = ScaleDto;
export type ItemAnswer = ItemAnswerDto;
export type Decision = DecisionDto;
export type ReviewDetail = ReviewDetailDto;
export type Lowering = LoweringDto;
export type Interview = InterviewDto;
export type InterviewDue = InterviewDueDto;
export type InterviewQueue = InterviewQueueDto;

export const listRounds = (ask: { state?: string | undefined } & PageAsk) => get<RoundPageDto>('/api/screening/rounds', ask);
export const planRound = (plan: RoundPlan) => post<RoundPlannedDto>('/api/screening/rounds', plan);
export const round = (id: string) => get<Round>(`/api/screening/rounds/${id}`);
export const openRound = (id: string, reason?: string) => post<RoundOpeningDto>(`/api/screening/rounds/${id}/open`, reason ? { reason } : {});
export const followUpCapacity = (body: CapacityBody) => post<FollowUpCapacity>('/api/screening/follow-up-capacity', body);
export const capacityOf = (id: string) => get<FollowUpCapacity>(`/api/screening/rounds/${id}/follow-up-capacity`);
export const furtherWindows = (roundId: string) => get<FurtherWindowsDto>(`/api/screening/rounds/${roundId}/further-windows`);
export const planFurther = (roundId: string, body: PlanFurtherBody) => post<FurtherPlannedDto>(`/api/screening/rounds/${roundId}/further-windows`, body);
export const seatFurther = (id: string) => post<SeatingStartedDto>(`/api/screening/further-windows/${id}/seat`);
export const furtherClasses = (id: string) => get<FurtherClassesDto>(`/api/screening/further-windows/${id}/classes`);
export const yearlyPlans = async () => (await get<YearlyPlansDto>('/api/screening/yearly-plans')).items;
export const addYearlyPlan = (body: YearlyPlanBody) => post<YearlyPlannedDto>('/api/screening/yearly-plans', body);
export const editYearlyPlan = (id: string, body: YearlyPlanBody, version: number) => put(`/api/screening/yearly-plans/${id}`, body, version);
export const yearlyChanges = async (id: string) => (await get<YearlyChangesDto>(`/api/screening/yearly-plans/${id}/changes`)).items;
export const closeRound = (id: string) => post(`/api/screening/rounds/${id}/close`);
export const board = (id: string, parent?: string) => get<Board>(`/api/screening/rounds/${id}/board`, { parent });
export const regionBoard = (ask: { schoolYear?: number; parent?: number | undefined }) => get<RegionBoard>('/api/screening/board', ask);
export const seatSlips = (id: string, classId: string, windowId?: string) => get<SeatSlips>(`/api/screening/rounds/${id}/seat-slips`, { classId, windowId });
export const listReviews = (ask: { state?: string | undefined; schoolId?: string | undefined } & PageAsk) => get<ReviewPageDto>('/api/screening/reviews', ask);
export const review = (id: string) => get<ReviewDetail>(`/api/screening/reviews/${id}`);
/** Both over the review as it was read: `version` says which. */
export const confirmLevel = (id: string, decision: ConfirmLevelBody, version: number) => post(`/api/screening/reviews/${id}/confirm`, decision, version);
export const lowerLevel = (id: string, decision: LowerBody, version: number) => post<LoweredDto>(`/api/screening/reviews/${id}/lower`, decision, version);
export const listInterviews = (ask: { schoolId?: string | undefined; standing?: string | undefined; overdue?: string | undefined } & PageAsk) => get<InterviewQueueDto>('/api/screening/interviews', ask);
export const recordInterview = (id: string, said: RecordInterviewBody) => post<RecordedDto>(`/api/screening/reviews/${id}/interviews`, said);
export const recordAttempt = (id: string, said: RecordAttemptBody) => post<RecordedDto>(`/api/screening/reviews/${id}/attempts`, said);
export const listLowerings = (ask: PageAsk) => get<LoweringPageDto>('/api/screening/lowerings', ask);
export const agreeLowering = ({ id, from, to }: Lowering) => post(`/api/screening/reviews/${id}/second-lowering`, { from, to } satisfies SecondLoweringBody);
export const terms = async () => (await get<TermsDto>('/api/organisation/terms')).items;
