import type { InstrumentDefinition } from './instrument.js';

/** A definition as a file holds it: what a YAML or JSON parser makes of it, and what `readInstrument` reads. */
export type InstrumentFile = Readonly<Record<string, unknown>>;

/**
 * How is this definition written down, so that reading it again gives the same definition? Every default is spelt out
 * except those that mean "nothing": an absent age, an absent condition, wording that is still to be brought.
 */
export function instrumentFile(definition: InstrumentDefinition): InstrumentFile {
  const { grades, minAge, instructions, items, scores, lie, ...rest } = definition;
  return {
    ...rest,
    grades: `${grades.from}-${grades.to}`,
    ...(minAge === null ? {} : { minAge }),
    ...(instructions === null ? {} : { instructions }),
    ...(lie === null ? {} : { lie }),
    reverse: items.filter((item) => item.reverse).map((item) => item.no),
    items: items.map(({ no, text, options, role, askedWhen }) => ({
      no, options, role, ...(text === null ? {} : { text }), ...(askedWhen === null ? {} : { askedWhen }),
    })),
    scores: scores.map(({ threshold, ...score }) => ({ ...score, ...(threshold === null ? {} : { threshold }) })),
  };
}

/** One text for one definition, whatever the order its keys were written in: what a checksum is taken of. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner);
}
