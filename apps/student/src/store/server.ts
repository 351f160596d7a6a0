import type { PupilForm } from '@heliotrope/screening/rules';

export interface Seat {
  readonly classCode: string;
  readonly seatCode: string;
}

/** What the server has kept of a form answered so far, maybe on another device. */
export interface KeptDraft {
  readonly sheetId: string;
  /** When, by the server's clock. */
  readonly savedMs: number;
  readonly atItem: number;
  readonly answers: readonly (number | null)[];
  readonly seconds: readonly (number | null)[] | null;
}

/** Words and printed options; the server never sends a weight, a key or a cut-off. */
export type Questionnaire = PupilForm & { readonly done: boolean; readonly draft?: KeptDraft };

export interface HelpLine {
  readonly name: string;
  readonly phone: string;
  readonly hours?: string | null;
}

export interface SeatTaken {
  readonly seatToken: string;
  readonly pupil: { readonly maskedName: string; readonly className: string };
  readonly round: { readonly id: string; readonly title: string; readonly closesAt: string };
  readonly battery: readonly Questionnaire[];
  readonly helpLines: readonly HelpLine[];
  readonly serverTime: string;
}

export interface Sheet {
  readonly sheetId: string;
  readonly instrument: string;
  readonly version: string;
  readonly answers: readonly (number | null)[];
  readonly seconds: readonly number[];
}

/** Answers so far, and the question they have come to. */
export type Draft = Sheet & { readonly atItem: number; readonly savedMs: number };

/** What came back, before anyone decides what it means. `status` 0: nothing came back. */
export interface Answered {
  readonly status: number;
  readonly retryAfterSeconds?: number;
  readonly body?: Record<string, unknown>;
}

const PATIENCE_MS = 20_000;

export const post = (path: string, body: unknown, token?: string): Promise<Answered> => send('POST', path, body, token);

async function send(method: 'POST' | 'PUT', path: string, body: unknown, token?: string): Promise<Answered> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS);
  try {
    const response = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      signal: giveUp.signal,
    });
    const retryAfter = Number(response.headers.get('retry-after'));
    const parsed: unknown = await response.json().catch(() => undefined);
    return {
      status: response.status,
      ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
      ...(parsed && typeof parsed === 'object' ? { body: parsed as Record<string, unknown> } : {}),
    };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

export const takeSeat = (seat: Seat): Promise<Answered> => post('/api/answering/seat', seat);

export const sendSheet = (sheet: Sheet, seatToken: string): Promise<Answered> => post('/api/answering/sheets', sheet, seatToken);

export const saveDraft = (draft: Draft, seatToken: string): Promise<Answered> => send('PUT', '/api/answering/draft', draft, seatToken);
