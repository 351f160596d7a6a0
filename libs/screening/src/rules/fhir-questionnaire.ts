import { holds, type InstrumentDefinition, type Item } from './instrument.js';
import { instrumentFile } from './instrument-file.js';

// How is a definition told to systems that speak FHIR R4? As a Questionnaire: words, options, weights and conditions in the
// standard's own elements, so that any reader can put the questions; the key (scores, bands, cuts, critical items), for which
// R4 has no element, in one extension of ours, so that the way back gives the same definition. Weights stand twice, as
// R4's ordinalValue and as its later name itemWeight (docs/domain-facts.md §1.6).

export type Json = Readonly<Record<string, unknown>>;

/** The part of a definition that R4 cannot say, as JSON text. */
export const KEY_EXTENSION = 'urn:heliotrope:fhir:scoring-key';
/** The condition as written, beside its `enableWhen`, which can only list the answers that fulfil it. */
export const CONDITION_EXTENSION = 'urn:heliotrope:fhir:asked-when';
export const ORDINAL_VALUE = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';
export const ITEM_WEIGHT = 'http://hl7.org/fhir/StructureDefinition/itemWeight';
export const OPTIONS_SYSTEM = 'urn:heliotrope:options:';
export const INSTRUMENT_URL = 'urn:heliotrope:instrument:';
export const INSTRUCTIONS = 'instructions';

/** This definition as a FHIR R4 Questionnaire. For staff and other systems of the licence holder, never for pupils: it holds the weights. */
export function fhirQuestionnaire(definition: InstrumentDefinition): Json {
  const { optionSets } = definition;
  const used = new Set(definition.items.map((item) => item.options));
  const { version: _version, title, language, instructions, items: _items, reverse: _reverse, optionSets: _sets, edition, licence, ...rest } = instrumentFile(definition);
  const key = {
    ...rest,
    tier: definition.licence.tier,
    roles: Object.fromEntries(definition.items.filter((item) => item.role !== 'content').map((item) => [item.no, item.role])),
    optionSets: Object.fromEntries(Object.entries(optionSets).filter(([set]) => !used.has(set))),
  };
  return {
    resourceType: 'Questionnaire',
    extension: [{ url: KEY_EXTENSION, valueString: JSON.stringify(key) }],
    url: `${INSTRUMENT_URL}${definition.code}`,
    version: definition.version,
    name: definition.code.replaceAll('-', '_'),
    title,
    status: 'active',
    experimental: definition.demonstration,
    language,
    description: edition,
    copyright: (licence as { line: string }).line,
    subjectType: ['Patient'],
    item: [
      ...(instructions === undefined ? [] : [{ linkId: INSTRUCTIONS, type: 'display', text: instructions }]),
      ...definition.items.map((item) => questionOf(definition, item)),
    ],
  };
}

function questionOf(definition: InstrumentDefinition, item: Item): Json {
  const options = definition.optionSets[item.options]!;
  const values = options.map((option) => option.value);
  const turned = Math.max(...values) + Math.min(...values);
  const { askedWhen } = item;
  return {
    linkId: String(item.no),
    ...(item.text === null ? {} : { text: item.text }),
    type: 'choice',
    ...(askedWhen ? {
      extension: [{ url: CONDITION_EXTENSION, valueString: `${askedWhen.op} ${askedWhen.value}` }],
      enableWhen: askedWhen.items.flatMap((no) => enablingAnswers(definition, no, askedWhen.op, askedWhen.value)),
      enableBehavior: 'any',
    } : {}),
    answerOption: options.map(({ value, label }) => {
      const weight = item.reverse ? turned - value : value;
      return {
        extension: [{ url: ITEM_WEIGHT, valueDecimal: weight }],
        valueCoding: {
          extension: [{ url: ORDINAL_VALUE, valueDecimal: weight }],
          system: `${OPTIONS_SYSTEM}${item.options}`, code: String(value), display: label,
        },
      };
    }),
  };
}

function enablingAnswers(definition: InstrumentDefinition, no: number, op: Parameters<typeof holds>[1], value: number): Json[] {
  const set = definition.items[no - 1]!.options;
  return definition.optionSets[set]!.filter((option) => holds(option.value, op, value)).map((option) => ({
    question: String(no), operator: '=', answerCoding: { system: `${OPTIONS_SYSTEM}${set}`, code: String(option.value) },
  }));
}
