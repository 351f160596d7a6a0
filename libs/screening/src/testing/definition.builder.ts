import fc from 'fast-check';
import type { InstrumentDefinition } from '../rules/instrument.js';
import { readInstrument } from '../rules/instrument-reading.js';

// For property tests only, and therefore not part of the testing entry: any sound definition, with every part of it in use.

const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?$/);
const words = fc.stringMatching(/^[一-龥a-zA-Z0-9“”？，。=+@、（）()/&<>"-]{1,16}$/).map((text) => text.trim()).filter((text) => text !== '' && !/^'|^="/.test(text));
const op = fc.constantFrom('>=', '>', '<=', '<', '=');

const optionSets = fc.uniqueArray(slug, { minLength: 1, maxLength: 3 }).chain((names) => fc.tuple(
  fc.constant(names),
  fc.array(fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9 }), words), { minLength: 2, maxLength: 5, selector: ([value]) => value }), { minLength: names.length, maxLength: names.length }),
)).map(([names, lists]) => Object.fromEntries(names.map((name, at) => [name, lists[at]!.map(([value, label]) => ({ value, label }))])));

interface Shape {
  readonly sets: Record<string, { value: number; label: string }[]>;
  readonly homes: number[];
}

/** Sound by making, range and all; what chance made unsound all the same is left out. */
export const anyDefinition: fc.Arbitrary<InstrumentDefinition> = fc.tuple(optionSets, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }))
  .chain(([sets, homes]) => fc.record({
    shape: fc.constant<Shape>({ sets, homes }),
    form: fc.record({
      code: slug, version: fc.constantFrom('1.0.0', '2.3.1', '1.0.0+330100'), title: words, edition: words, language: fc.constantFrom('zh-CN', 'en'), source: words,
      licence: fc.record({ tier: fc.constantFrom('A', 'B', 'C', 'own'), line: words }), demonstration: fc.boolean(),
      informant: fc.constantFrom('self', 'parent', 'teacher', 'clinician'), mode: fc.constantFrom('classroom', 'interview'), family: words, recall: words,
      opposites: fc.boolean(), minSeconds: fc.nat(600), notes: fc.array(words, { maxLength: 3 }),
    }),
    minAge: fc.option(fc.nat(20)), instructions: fc.option(words), grades: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })),
    wording: fc.constantFrom('own-rendering', 'own-work', 'licensed', 'imported-by-licensee'),
    items: fc.array(fc.record({
      text: words, set: fc.constantFrom(...Object.keys(sets)), reverse: fc.boolean(), role: fc.constantFrom('content', 'validity', 'critical', 'function', 'unscored'),
      asked: fc.option(fc.record({ items: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 3 }), op, value: fc.nat(9) }), { freq: 2 }),
    }), { minLength: homes.length, maxLength: homes.length }),
    scores: fc.array(fc.record({
      name: words, formula: fc.constantFrom('sum', 'mean', 'count', 'mean-of-present'), times: fc.constantFrom(1, 2, 0.1), threshold: fc.nat(5), internal: fc.boolean(),
      worse: fc.constantFrom('higher', 'lower', 'neither'), bands: fc.array(fc.tuple(slug, words), { maxLength: 3 }),
      missing: fc.record({ allowed: fc.nat(3), round: fc.boolean(), source: words }),
    }), { minLength: 4, maxLength: 4 }),
    rules: fc.array(fc.record({ kind: fc.constantFrom('positive', 'critical', 'soft'), at: fc.nat(11), op, value: fc.nat(9), level: fc.boolean(), reason: words }), { maxLength: 4 }),
    quality: fc.record({ seconds: fc.option(fc.integer({ min: 1, max: 60 })), run: fc.boolean(), pair: fc.boolean(), source: words }),
    lie: fc.option(fc.nat(9)), unanswered: fc.uniqueArray(fc.nat(11), { maxLength: 2 }),
  }))
  .map(({ shape: { sets, homes }, form, minAge, instructions, grades, wording, items, scores, rules, quality, lie, unanswered }) => {
    const length = homes.length;
    const no = (at: number) => (at % length) + 1;
    const used = [...new Set(homes.filter((home) => home < 3))];
    const ids = ['first', 'second', 'third-part'];
    const parts = used.map((home) => {
      const { threshold, bands, ...score } = scores[home]!;
      return {
        ...score, id: ids[home], items: homes.flatMap((one, at) => (one === home ? [at + 1] : [])), bands,
        ...(score.formula === 'count' || score.formula === 'mean-of-present' ? { threshold } : {}),
      };
    });
    const { threshold: _threshold, ...whole } = scores[3]!;
    const raw = {
      ...form, wording, grades: `${Math.min(...grades)}-${Math.max(...grades)}`,
      ...(minAge === null ? {} : { minAge }), ...(instructions === null ? {} : { instructions }),
      optionSets: sets, reverse: items.flatMap((item, at) => (item.reverse ? [at + 1] : [])),
      items: items.map(({ text, set, role, asked }, at) => {
        const earlier = asked ? asked.items.filter((one) => one < at).map((one) => one + 1) : [];
        return {
          no: at + 1, options: set, role, ...(wording === 'imported-by-licensee' ? {} : { text }),
          ...(asked && earlier.length > 0 ? { askedWhen: { items: earlier, op: asked.op, value: asked.value } } : {}),
        };
      }),
      scores: [...parts, ...(parts.length > 0 ? [{ ...whole, formula: 'sum-of-scores', id: 'all', of: parts.map((part) => part.id) }] : [])],
      partition: parts.map((part) => part.id), unscored: homes.flatMap((home, at) => (home === 3 ? [at + 1] : [])),
      positive: rules.filter((rule) => rule.kind === 'positive').map((rule) => ({ score: 'all', op: rule.op, value: rule.value, ordinal: rule.level ? 2 : 1, why: rule.reason })),
      critical: rules.filter((rule) => rule.kind === 'critical').map((rule) => ({ item: no(rule.at), op: rule.op, value: rule.value, severity: rule.level ? 4 : 3, reason: rule.reason })),
      soft: rules.filter((rule) => rule.kind === 'soft').map((rule) => ({ item: no(rule.at), op: rule.op, value: rule.value, reason: rule.reason })),
      ...(lie !== null && parts.length > 0 ? { lie: { score: parts[0]!.id, atLeast: lie } } : {}),
      ...qualityOf(quality, length, form.opposites),
      positiveWhenUnanswered: [...new Set(unanswered.map(no))],
    };
    return settled(raw);
  })
  .filter((definition): definition is InstrumentDefinition => definition !== null);

function qualityOf({ seconds, run, pair, source }: { seconds: number | null; run: boolean; pair: boolean; source: string }, length: number, opposites: boolean): object {
  const quality = {
    ...(seconds === null ? {} : { secondsPerItem: seconds }),
    ...(run && opposites && length >= 2 ? { longString: length } : {}),
    ...(pair && length >= 2 ? { pairs: { of: [[1, length]], apart: 0.5, atLeast: 1 } } : {}),
  };
  return Object.keys(quality).length === 0 ? {} : { quality: { ...quality, source } };
}

/** Lets the reader itself say the range of each score, then lays the bands into it. */
function settled(raw: { scores: Record<string, unknown>[] }): InstrumentDefinition | null {
  for (const score of raw.scores) {
    const bands = score['bands'] as [string, string][];
    Object.assign(score, { range: [0, -1], bands: [] });
    const upTo = raw.scores.slice(0, raw.scores.indexOf(score) + 1);
    const reading = readInstrument({ ...raw, scores: upTo, partition: [], unscored: (raw as { items?: { no: number }[] }).items?.map((item) => item.no), positive: [], lie: undefined });
    const said = reading.ok ? null : /实际范围是 (.+?)–(.+)$/.exec(reading.faults.find((fault) => fault.code === 'instrument/range')?.message ?? '');
    if (!said) return null;
    const [low, high] = [Number(said[1]), Number(said[2])];
    score['range'] = [low, high];
    if (high > low) score['bands'] = bands.map(([band, label], at) => ({ band, label, from: low + ((high - low) * at) / bands.length }));
  }
  const reading = readInstrument(raw);
  return reading.ok ? reading.definition : null;
}
