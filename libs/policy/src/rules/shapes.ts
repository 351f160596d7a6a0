import { isSchoolDay, ORDINALS, type Ordinal, type SchoolDay } from '@heliotrope/kernel';
import { STAGES, type StageCoverage } from './coverage.js';
import { readDuration, type Duration } from './duration.js';
import type { HelpLine } from './help-line.js';
import { COLOURS, faultsOfScale, SHAPES, type SeverityLevel, type SeverityScale } from './severity-labels.js';

/** What is wrong, and where in the value: `['levels', 2, 'label']`. */
export class ShapeFault extends Error {
  constructor(
    readonly path: readonly (string | number)[],
    message: string,
  ) {
    super(message);
  }
}

/** Reads a raw value into what a rule works with. @throws ShapeFault */
export type Shape<V> = (raw: unknown, path?: readonly (string | number)[]) => V;

type Path = readonly (string | number)[];

export const number = (min: number, max: number): Shape<number> => (raw, path = []) => {
  if (typeof raw !== 'number' || !(raw >= min && raw <= max)) throw new ShapeFault(path, `a number from ${min} to ${max}`);
  return raw;
};

export const whole = (min: number, max: number): Shape<number> => (raw, path = []) => {
  const value = number(min, max)(raw, path);
  if (!Number.isInteger(value)) throw new ShapeFault(path, `a whole number from ${min} to ${max}`);
  return value;
};

/** A part of a whole, 0 to 1. A paper that says a third is written `1/3`: 0.33 would let through who missed it. */
export const share: Shape<number> = (raw, path = []) => {
  const fraction = typeof raw === 'string' ? /^(\d+)\/([1-9]\d*)$/.exec(raw) : null;
  return number(0, 1)(fraction ? Number(fraction[1]) / Number(fraction[2]) : raw, path);
};

export const flag: Shape<boolean> = (raw, path = []) => {
  if (typeof raw !== 'boolean') throw new ShapeFault(path, 'true or false');
  return raw;
};

export const text: Shape<string> = (raw, path = []) => {
  if (typeof raw !== 'string' || raw.trim() === '') throw new ShapeFault(path, 'a text');
  return raw;
};

export const oneOf = <T extends string>(words: readonly T[]): Shape<T> => (raw, path = []) => {
  if (!words.includes(raw as T)) throw new ShapeFault(path, `one of ${words.join(', ')}`);
  return raw as T;
};

export const listOf = <V>(item: Shape<V>): Shape<readonly V[]> => (raw, path = []) => {
  if (!Array.isArray(raw) || raw.length === 0) throw new ShapeFault(path, 'a list that is not empty');
  return raw.map((one, at) => item(one, [...path, at]));
};

export const day: Shape<SchoolDay> = (raw, path = []) => {
  if (!isSchoolDay(raw)) throw new ShapeFault(path, 'a day, YYYY-MM-DD');
  return raw;
};

/** A day that comes back every year: `10-10`. */
export const yearlyDay: Shape<string> = (raw, path = []) => {
  if (typeof raw !== 'string' || !isSchoolDay(`2028-${raw}`)) throw new ShapeFault(path, 'a day of the year, MM-DD');
  return raw;
};

export const duration: Shape<Duration> = (raw, path = []) => {
  const found = readDuration(raw);
  if (!found) throw new ShapeFault(path, 'a time such as 30 minutes, 2 hours, 14 days, 3 school-days, same day');
  return found;
};

export const fields = (raw: unknown, path: Path, names: readonly string[]): Record<string, unknown> => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new ShapeFault(path, `a table with ${names.join(', ')}`);
  for (const name of Object.keys(raw)) {
    if (!names.includes(name)) throw new ShapeFault([...path, name], `unknown field; known are ${names.join(', ')}`);
  }
  return raw as Record<string, unknown>;
};

/** A value for some or all of the five ordinals. An ordinal left out has none: nothing is due. */
export type ByOrdinal<V> = Readonly<Partial<Record<Ordinal, V>>>;

export const byOrdinal = <V>(each: Shape<V>): Shape<ByOrdinal<V>> => (raw, path = []) => {
  const table = fields(raw, path, ORDINALS.map(String));
  return Object.fromEntries(Object.entries(table).map(([ordinal, one]) => [ordinal, each(one, [...path, ordinal])]));
};

export const coverage: Shape<readonly StageCoverage[]> = listOf((raw, path = []) => {
  const row = fields(raw, path, ['stage', 'fromYear']);
  return { stage: oneOf(STAGES)(row['stage'], [...path, 'stage']), fromYear: whole(1, 12)(row['fromYear'], [...path, 'fromYear']) };
});

export const helpLines: Shape<readonly HelpLine[]> = listOf((raw, path = []) => {
  const row = fields(raw, path, ['name', 'phone', 'hours']);
  const read = (name: string) => text(row[name], [...path, name]);
  if (!/^\d{3,12}$/.test(read('phone'))) throw new ShapeFault([...path, 'phone'], 'digits only, in quotation marks');
  return { name: read('name'), phone: read('phone'), hours: read('hours') };
});

/** A reason for special attention as a bureau words it. The code is what is kept of a pupil and never changes. */
export interface FocusCategory {
  readonly code: string;
  readonly name: string;
}

export const focusCategories: Shape<readonly FocusCategory[]> = listOf((raw, path = []) => {
  const row = fields(raw, path, ['code', 'name']);
  const read = (name: string) => text(row[name], [...path, name]);
  if (!/^[a-z0-9-]+$/.test(read('code'))) throw new ShapeFault([...path, 'code'], 'small letters, digits and hyphens');
  return { code: read('code'), name: read('name') };
});

const level: Shape<SeverityLevel> = (raw, path = []) => {
  const row = fields(raw, path, ['label', 'colour', 'shape', 'ordinals']);
  return {
    label: text(row['label'], [...path, 'label']),
    colour: oneOf(COLOURS)(row['colour'], [...path, 'colour']),
    shape: oneOf(SHAPES)(row['shape'], [...path, 'shape']),
    ordinals: listOf(whole(0, 4))(row['ordinals'], [...path, 'ordinals']) as readonly Ordinal[],
  };
};

export const scale: Shape<SeverityScale> = (raw, path = []) => {
  const row = fields(raw, path, ['numbering', 'levels']);
  const numbering = oneOf(['worst-first', 'mildest-first'] as const)(row['numbering'], [...path, 'numbering']);
  const levels = listOf(level)(row['levels'], [...path, 'levels']);
  const [fault] = faultsOfScale(levels);
  if (fault) throw new ShapeFault([...path, 'levels'], fault);
  return { numbering, levels };
};
