import { isOrdinal } from '@heliotrope/kernel';

import type { Text } from '../../locale/language.js';
import type { TimelineEntry } from '../../ui/Timeline.vue';
import type { Ordinal } from '../../ui/levels.js';
import type { CaseDetail, CaseStep, StepKind } from './crisis-escalation.api.js';

const tones = { opened: 'warm', raised: 'warm', attached: 'plain', told: 'plain', acknowledged: 'good', noted: 'sun', 'level-lowered': 'plain' } as const satisfies Record<StepKind, TimelineEntry['tone']>;

/** What a step says besides its name: the level it set, why, who was told, what was written. */
function wordsOf(t: Text, step: CaseStep, word: (ordinal: Ordinal) => string): string {
  return [
    isOrdinal(step.ordinal) ? t('crisis.case.toLevel', { level: word(step.ordinal) }) : '',
    step.told.length ? t('crisis.case.toldWhom', { names: step.told.join('、') }) : '',
    ...step.reasons,
    step.note ?? '',
  ].filter(Boolean).join('\n');
}

/** The steps of a case, newest first; a step that nobody took says which rule did. */
export function timelineOf(t: Text, found: Pick<CaseDetail, 'timeline' | 'ordinal' | 'levelLabel'>): TimelineEntry[] {
  // The bureau's own word for the level is known for the present one only.
  const word = (ordinal: Ordinal) => (ordinal === found.ordinal ? found.levelLabel : t(`ui.level.${ordinal}`));
  return [...found.timeline]
    .reverse()
    .map((step) => ({ id: step.id, at: step.at, title: t(`crisis.case.step.${step.kind}`), by: step.author, byRule: step.byRule, text: wordsOf(t, step, word), tone: tones[step.kind] }));
}
