import type {
  BatteryEntryBody, BoardDto, BoardRowDto, ConfirmLevelBody, DecisionDto, FiredRuleDto, ItemAnswerDto, LowerBody, LoweredDto, LoweringDto, LoweringPageDto,
  PlanRoundBody, RegionBoardDto, RegionBoardRowDto, ReviewDetailDto, ReviewDto, ReviewPageDto, RoundDto, RoundOpeningDto, RoundPageDto, RoundPlannedDto, ScaleDto, SeatSlipDto, SeatSlipsDto, SecondLoweringBody, TermsDto, InterviewDto, InterviewDueDto, InterviewQueueDto, RecordAttemptBody, RecordedDto, RecordInterviewBody,
} from '@heliotrope/api-client';

import { get, post } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Round = RoundDto;
export type RoundState = Round['state'];
export type RoundPlan = PlanRoundBody;
export type BatteryEntry = BatteryEntryBody;

export type BoardRow = BoardRowDto;
export type Board = BoardDto;

export type RegionBoard = RegionBoardDto;
export type RegionBoardRow = RegionBoardRowDto;

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
export const openRound = (id: string) => post<RoundOpeningDto>(`/api/screening/rounds/${id}/open`);
export const closeRound = (id: string) => post(`/api/screening/rounds/${id}/close`);
export const board = (id: string, parent?: string) => get<Board>(`/api/screening/rounds/${id}/board`, { parent });
export const regionBoard = (ask: { schoolYear?: number; parent?: number | undefined }) => get<RegionBoard>('/api/screening/board', ask);
export const seatSlips = (id: string, classId: string) => get<SeatSlips>(`/api/screening/rounds/${id}/seat-slips`, { classId });
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
