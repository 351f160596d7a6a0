import type { Refusal } from '@heliotrope/kernel';
import type { Problem } from './problem.js';

/** A refusal in the words of a standard. */
export interface ToldError {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export type ErrorWords = (problem: Problem, refusal: Refusal) => ToldError;

const words = new Map<string, ErrorWords>();

/**
 * Some standards prescribe how an error looks (OAuth 2, OneRoster). Below this path the one filter tells its refusals so;
 * everywhere else as RFC 9457 says.
 */
export function tellErrorsBelow(path: string, tell: ErrorWords): void {
  words.set(path, tell);
}

export function errorWordsFor(url: string): ErrorWords | undefined {
  const path = url.split('?', 1)[0]!;
  for (const [start, tell] of words) if (path === start || path.startsWith(`${start}/`)) return tell;
  return undefined;
}
