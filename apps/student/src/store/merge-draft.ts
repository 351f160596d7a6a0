import type { KeptDraft } from './server.js';

/** One answer as this device has it; `at` by its own clock. */
export interface Mine {
  readonly index: number;
  readonly value: number | null;
  readonly seconds: number;
  readonly at: number;
}

/**
 * Which answers does the pupil go on with, when this device and the server have both kept some? Question by question the later one: the
 * server's where it was saved after this device's, this device's where the network was away. A question only one of them knows is that
 * one's. The server's come in dated so that the place she had reached is the last.
 *
 * @param skewMs the server's clock minus this device's.
 */
export function mergeDraft(mine: readonly Mine[], kept: KeptDraft, skewMs: number): Mine[] {
  const savedAt = kept.savedMs - skewMs;
  const merged = new Map(mine.map((one) => [one.index, one]));
  kept.answers.forEach((value, index) => {
    if (value === null && index !== kept.atItem) return;
    const own = merged.get(index);
    if (own && own.at > savedAt) return;
    merged.set(index, { index, value, seconds: kept.seconds?.[index] ?? own?.seconds ?? 0, at: index === kept.atItem ? savedAt : savedAt - 1 });
  });
  return [...merged.values()].sort((a, b) => a.index - b.index);
}
