import type { Text } from '../../locale/language.js';
import type { Ordinal } from '../../ui/levels.js';
import type { ReviewDetail } from './screening.api.js';

/** The words of the pupil's bureau for each severity. */
export type LevelWords = ReviewDetail['levels'];

export const levelLabel = (levels: LevelWords, ordinal: Ordinal) => levels.find((one) => one.ordinal === ordinal)?.label ?? null;

/** The bureau's word where a choice is made; a scheme that gives several severities one name gets our own word beside it. */
export function levelChoice(t: Text, levels: LevelWords, ordinal: Ordinal): string {
  const label = levelLabel(levels, ordinal);
  const own = t(`ui.level.${ordinal}`);
  if (label === null) return own;
  return levels.filter((one) => one.label === label).length > 1 ? `${label}（${own}）` : label;
}
