import { compileInstrument, holds, type InstrumentDefinition, judgeSheet, type Validity } from '@heliotrope/screening/rules';

export interface Tried {
  /** Which items this pupil would be shown. */
  readonly asked: readonly boolean[];
  readonly scores: readonly { name: string; value: number | null; band: string | null }[];
  readonly validity: Validity | null;
  readonly positives: readonly string[];
  readonly critical: readonly string[];
  readonly notices: readonly string[];
}

/** One sheet scored in the browser, by the same rules as on the server. An answer to an item that is no longer shown counts for nothing. */
export function tryOut(definition: InstrumentDefinition, answers: readonly (number | null)[]): Tried {
  const asked: boolean[] = [];
  definition.items.forEach(({ askedWhen }, at) => {
    asked[at] = !askedWhen || askedWhen.items.some((no) => asked[no - 1] && answers[no - 1] !== null && holds(answers[no - 1]!, askedWhen.op, askedWhen.value));
  });
  const judged = judgeSheet(compileInstrument(definition), answers.map((answer, at) => (asked[at] ? answer : null)));
  if (!judged.ok) return { asked, scores: [], validity: null, positives: [], critical: [], notices: [] };
  const { outcome } = judged;
  return {
    asked,
    scores: definition.scores.map(({ id, name, bands }) => ({
      name, value: outcome.scores[id] ?? null, band: bands.find((band) => band.band === outcome.bands[id])?.label ?? null,
    })),
    validity: outcome.validity,
    positives: outcome.positives.map((one) => one.why),
    critical: outcome.critical.map((hit) => hit.reason),
    notices: outcome.notices,
  };
}
