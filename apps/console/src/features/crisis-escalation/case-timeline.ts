import type { Text } from '../../locale/language.js';
import type { TimelineEntry } from '../../ui/Timeline.vue';
import type { CaseStep, StepKind } from './crisis-escalation.api.js';

const tones = { opened: 'warm', raised: 'warm', attached: 'plain', told: 'plain', acknowledged: 'good', noted: 'sun', 'level-lowered': 'plain' } as const satisfies Record<StepKind, TimelineEntry['tone']>;

/** The steps of a case, newest first; a step a rule took carries the rule as its author. */
export function timelineOf(t: Text, steps: readonly CaseStep[]): TimelineEntry[] {
  return [...steps]
    .sort((a, b) => b.at.localeCompare(a.at))
    .map((step) => ({ id: step.id, at: step.at, title: t(`crisis.case.step.${step.kind}`), by: step.byName ?? step.byRule, byRule: !step.byName && Boolean(step.byRule), text: step.text, tone: tones[step.kind] }));
}
