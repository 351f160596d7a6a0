import type { SchoolDay } from '@heliotrope/kernel';
import { policyKeys, type PolicyKeyName } from './keys.js';
import type { PolicyDocument, PolicyValue, Subject } from './policy-value.js';
import { day, fields, listOf, oneOf, ShapeFault, text, whole, type Shape } from './shapes.js';

/** One notice, as data. */
export interface Pack {
  readonly code: string;
  readonly region: number;
  readonly document: PolicyDocument;
  readonly values: readonly PolicyValue[];
}

/** One fault: where (`values.3.value`) and what would be right. The reader of the file adds the line. */
export interface PackFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type PackReading = { readonly pack: Pack; readonly faults: readonly [] } | { readonly pack: null; readonly faults: readonly PackFault[] };

type Path = readonly (string | number)[];

const PACK = ['pack', 'region', 'document', 'values'] as const;
const DOCUMENT = ['kind', 'title', 'issuers', 'number', 'index', 'datedOn', 'publishedOn', 'validity', 'addressees', 'upstream'] as const;
const ROW = [
  'id', 'key', 'value', 'authority', 'source', 'clause', 'seen', 'requirements', 'note', 'appliesTo', 'from', 'until',
] as const;

/**
 * Is this object a policy pack? Reads it whole and names every fault at once, so that whoever writes a pack mends it
 * in one go. `from` of a row defaults to the day of the paper; a paper without a day must date every row.
 */
export function readPack(raw: unknown): PackReading {
  const faults: PackFault[] = [];
  const attempt = <V>(read: () => V): V | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ShapeFault)) throw error;
      faults.push({ path: error.path, message: error.message });
      return undefined;
    }
  };
  const top = attempt(() => fields(raw, [], PACK));
  if (!top) return { pack: null, faults };
  const code = attempt(() => slug(top['pack'], ['pack'])) ?? '';
  const region = attempt(() => whole(0, 999_999)(top['region'], ['region'])) ?? 0;
  const document = attempt(() => readDocument(top['document'], ['document']));
  const rows = attempt(() => listOf<unknown>((row) => row)(top['values'], ['values'])) ?? [];
  const values = rows.map((row, at) => document && attempt(() => readRow(row, ['values', at], { code, region, document })));

  const seen = new Set<string>();
  values.forEach((value, at) => {
    if (value && seen.has(value.id)) faults.push({ path: ['values', at], message: `a second row ${value.id}: give each its own id` });
    if (value) seen.add(value.id);
  });
  if (faults.length > 0 || !document) return { pack: null, faults };
  return { pack: { code, region, document, values: values as PolicyValue[] }, faults: [] };
}

const slug: Shape<string> = (raw, path = []) => {
  const value = text(raw, path);
  if (!/^[a-z0-9.-]+$/.test(value)) throw new ShapeFault(path, 'small letters, digits, hyphens and dots');
  return value;
};

const optional = <V>(shape: Shape<V>) => (raw: unknown, path: Path): V | null => (raw === undefined || raw === null ? null : shape(raw, path));

function readDocument(raw: unknown, path: Path): PolicyDocument {
  const row = fields(raw, path, DOCUMENT);
  const read = <V>(name: (typeof DOCUMENT)[number], shape: (raw: unknown, path: Path) => V): V => shape(row[name], [...path, name]);
  return {
    kind: read('kind', oneOf(['notice', 'measures', 'plan', 'reply', 'meeting-report', 'collection'] as const)),
    title: read('title', text),
    issuers: read('issuers', listOf(text)),
    number: read('number', optional(text)),
    index: read('index', optional(text)),
    datedOn: read('datedOn', optional(day)),
    publishedOn: read('publishedOn', optional(day)),
    validity: read('validity', oneOf(['in-force', 'ended', 'unstated'] as const)),
    addressees: read('addressees', optional(listOf(text))) ?? [],
    upstream: read('upstream', optional(listOf(text))) ?? [],
  };
}

function readRow(raw: unknown, path: Path, pack: Omit<Pack, 'values'>): PolicyValue {
  const row = fields(raw, path, ROW);
  const read = <V>(name: (typeof ROW)[number], shape: (raw: unknown, path: Path) => V): V => shape(row[name], [...path, name]);
  const key = read('key', oneOf(Object.keys(policyKeys) as PolicyKeyName[]));
  const { shape, unit } = policyKeys[key];
  const authority = read('authority', optional(oneOf(['document', 'platform-default'] as const))) ?? 'document';
  const isDocument = authority === 'document';
  const until = read('until', optional(day));
  const from = read('from', optional(day)) ?? dayOf(pack.document, path);
  if (until !== null && until < from) throw new ShapeFault([...path, 'until'], `a day not before ${from}`);
  const clause = read('clause', optional(text)) ?? '';
  const note = read('note', optional(text)) ?? '';
  if (isDocument && clause === '') throw new ShapeFault([...path, 'clause'], 'the clause of the paper that says so');
  if (!isDocument && note === '') throw new ShapeFault([...path, 'note'], 'for a default of the platform: the reason for it');
  return {
    id: `${pack.code}/${read('id', optional(slug)) ?? key}`,
    pack: pack.code,
    key,
    value: read('value', shape as Shape<unknown>),
    unit,
    authority,
    source: read('source', optional(text)) ?? (isDocument ? nameOf(pack.document) : ''),
    clause,
    seen: isDocument ? (read('seen', optional(oneOf(['original', 'report'] as const))) ?? 'original') : 'none',
    requirements: read('requirements', optional(listOf(text))) ?? [],
    note,
    appliesTo: read('appliesTo', optional(readSubject)) ?? {},
    region: pack.region,
    from,
    until,
  };
}

const readSubject: Shape<Subject> = (raw, path = []) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new ShapeFault(path, 'attributes, each with a list of words');
  return Object.fromEntries(Object.entries(raw).map(([name, words]) => [name, listOf(text)(words, [...path, name])]));
};

function dayOf(document: PolicyDocument, path: Path): SchoolDay {
  const found = document.datedOn ?? document.publishedOn;
  if (found === null) throw new ShapeFault([...path, 'from'], 'a day: the paper itself has none');
  return found;
}

function nameOf(document: PolicyDocument): string {
  return document.number === null ? document.title : `${document.title}(${document.number})`;
}
