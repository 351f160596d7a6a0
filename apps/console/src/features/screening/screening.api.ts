import { get, post } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';
import type { Completion } from '../../ui/CompletionBar.vue';
import type { Ordinal } from '../../ui/levels.js';

export type RoundState = 'planned' | 'opening' | 'open' | 'closed';
export type BatteryEntry = { instrument: string; version: string; grades: { from: number; to: number } };
export type Round = {
  id: string;
  title: string;
  state: RoundState;
  opensAt: string;
  closesAt: string;
  grades: number[];
  battery: (BatteryEntry & { title: string | null })[];
  bureauId: number;
  bureauName: string | null;
  progress: Completion | null;
  jobRunId: string | null;
};
export type RoundPlan = { title: string; opensAt: string; closesAt: string; grades: number[]; battery: BatteryEntry[]; bureauId?: number };

export type BoardRow = Completion & { id: string; kind: 'school' | 'class'; name: string; hasChildren: boolean };
export type Board = { rows: BoardRow[]; total: Completion; asOf: string };

export type SeatSlip = { seatNo: number; seatCode: string; name: string };
export type SeatSlips = { roundTitle: string; schoolName: string; className: string; classCode: string; closesAt: string; address: string | null; slips: SeatSlip[] };

export type ReviewState = 'waiting' | 'confirmed' | 'lowered';
export type Review = { id: string; state: ReviewState; studentName: string; className: string; schoolName: string; roundTitle: string; suggested: Ordinal; acute: boolean; ordinal: Ordinal | null; at: string; dueAt: string | null; loweringTo: Ordinal | null };
export type FiredRule = { rule: string; ordinal: Ordinal; reason: string };
export type ScaleScore = { instrument: string; title: string; validity: 'valid' | 'suspicious' | 'void' | 'incomplete' | 'unscorable'; late: boolean; submittedAt: string; scores: { name: string; value: number | null; band: string | null }[] };
export type ItemAnswer = { instrument: string; no: number; text: string | null; answer: string | null; critical: boolean };
export type ReviewDetail = Review & {
  rules: FiredRule[];
  ruleSet: string;
  scales: ScaleScore[];
  answers: ItemAnswer[];
  decisions: { id: string; kind: 'confirmed' | 'lowering-proposed' | 'lowered'; at: string; byName: string; from: Ordinal; to: Ordinal; reason: string | null }[];
};

export type Instrument = { code: string; version: string; title: string; items: number; grades: { from: number; to: number }; mode: 'classroom' | 'interview'; usable: boolean; demonstration: boolean; edition: string; licence: string };

export const listRounds = (ask: { state?: string | undefined } & PageAsk) => get<Page<Round>>('/api/screening/rounds', ask);
export const planRound = (plan: RoundPlan) => post<{ id: string }>('/api/screening/rounds', plan);
export const round = (id: string) => get<Round>(`/api/screening/rounds/${id}`);
export const openRound = (id: string) => post<{ jobRunId: string }>(`/api/screening/rounds/${id}/open`);
export const closeRound = (id: string) => post(`/api/screening/rounds/${id}/close`);
export const board = (id: string, parent?: string) => get<Board>(`/api/screening/rounds/${id}/board`, { parent });
export const seatSlips = (id: string, classId: string) => get<SeatSlips>(`/api/screening/rounds/${id}/seat-slips`, { classId });
export const listReviews = (ask: { state?: string | undefined; schoolId?: string | undefined } & PageAsk) => get<Page<Review>>('/api/screening/reviews', ask);
export const review = (id: string) => get<ReviewDetail>(`/api/screening/reviews/${id}`);
export const confirmLevel = (id: string, decision: { ordinal: Ordinal; note: string }) => post(`/api/screening/reviews/${id}/confirm`, decision);
export const lowerLevel = (id: string, decision: { ordinal: Ordinal; reason: string }) => post<{ lowered: boolean }>(`/api/screening/reviews/${id}/lower`, decision);
export const instruments = async () => (await get<{ items: Instrument[] }>('/api/screening/instruments')).items;
