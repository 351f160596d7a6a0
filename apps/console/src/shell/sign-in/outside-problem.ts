import type { TextKey } from '../../locale/language.js';

const KNOWN = {
  'organisation/federation-stale': 'shell.outside.stale', 'organisation/federation-failed': 'shell.outside.failed',
  'organisation/identity-unlinked': 'shell.outside.unlinked', 'organisation/identity-taken': 'shell.outside.taken',
  'organisation/identity-provider-absent': 'shell.outside.absent',
} as const satisfies Record<string, TextKey>;

/** The sentence for the code with which the browser came back from an identity provider; null when it brought none. */
export function outsideProblem(code: unknown): TextKey | null {
  if (typeof code !== 'string' || code === '') return null;
  return KNOWN[code as keyof typeof KNOWN] ?? 'shell.outside.other';
}
