import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import { parse } from 'yaml';
import { compileInstrument, type CompiledInstrument } from '../rules/scoring.js';
import { canonicalText } from '../rules/instrument-file.js';
import { readInstrument } from '../rules/instrument-reading.js';
import type { InstrumentDefinition } from '../rules/instrument.js';

/** `instruments/` at the top of the repository, as deep below src as below dist. */
export const INSTRUMENTS_DIRECTORY = path.resolve(import.meta.dirname, '../../../../instruments');

export interface ShelvedInstrument {
  readonly definition: InstrumentDefinition;
  readonly compiled: CompiledInstrument;
  /** SHA-256 of the definition, keys sorted: two files that say the same have the same checksum. */
  readonly checksum: string;
}

/**
 * Reads one definition file.
 * @throws Error naming every fault when the file is not a sound instrument: a wrong key must stop the start, not a child.
 */
export function loadInstrument(file: string): ShelvedInstrument {
  const reading = readInstrument(parse(fs.readFileSync(file, 'utf8')));
  if (!reading.ok) {
    const faults = reading.faults.map((fault) => `  ${fault.path}: ${fault.message} (${fault.code})`).join('\n');
    throw new Error(`${path.basename(file)} is not a sound instrument:\n${faults}`);
  }
  const { definition } = reading;
  // An older version is kept beside the present one as <code>@<version>.yaml, for sheets that were answered on it.
  const names = [`${definition.code}.yaml`, `${definition.code}@${definition.version}.yaml`];
  if (!names.includes(path.basename(file))) throw new Error(`${path.basename(file)} holds ${definition.code}; call it ${names[0]}`);
  return {
    definition: freeze(definition),
    compiled: compileInstrument(definition),
    checksum: checksumOf(definition),
  };
}

/** SHA-256 of a definition or its file form, whatever the order of its keys. */
export const checksumOf = (definition: unknown): string => createHash('sha256').update(canonicalText(definition)).digest('hex');

/** Where the definitions of bureaus lie. */
export interface HeldInstruments {
  definitionOf(code: string, version: string): Promise<{ readonly definition: unknown; readonly checksum: string } | undefined>;
}

/** Compiled definitions of bureaus kept in memory; a county's round needs a handful. */
const MOST_KEPT = 400;

/** The shelf of instruments: every definition file of one directory, checked, frozen, compiled. */
export class InstrumentLibrary {
  private readonly current = new Map<string, ShelvedInstrument>();
  private readonly versions = new Map<string, ShelvedInstrument>();

  private readonly held = new Map<string, Promise<ShelvedInstrument | undefined>>();
  private readonly kept = new Map<string, ShelvedInstrument>();
  private readonly log = new Logger('screening');

  constructor(directory: string = INSTRUMENTS_DIRECTORY, private readonly bureaus?: HeldInstruments) {
    for (const file of fs.readdirSync(directory).filter((name) => name.endsWith('.yaml')).sort()) {
      const found = loadInstrument(path.join(directory, file));
      const { code, version } = found.definition;
      const key = `${code}@${version}`;
      if (this.versions.has(key)) throw new Error(`${key} is on the shelf twice; raise the version of the newer one`);
      this.versions.set(key, found);
      if (file === `${code}.yaml`) this.current.set(code, found);
    }
  }

  /** The present version of every instrument, by code. */
  all(): ShelvedInstrument[] {
    return [...this.current.values()];
  }

  /** One version, or the present one when none is named: of those shipped, and of bureaus' own that were fetched before. */
  find(code: string, version?: string): ShelvedInstrument | undefined {
    return version === undefined ? this.current.get(code) : (this.versions.get(`${code}@${version}`) ?? this.kept.get(`${code}@${version}`));
  }

  /** The same, and what a bureau holds is read, checked against its checksum and compiled, once. Definitions never change. */
  async fetch(code: string, version: string): Promise<ShelvedInstrument | undefined> {
    const key = `${code}@${version}`;
    const found = this.find(code, version);
    if (found || !this.bureaus || !version.includes('+')) return found;
    const asked = this.held.get(key) ?? this.read(this.bureaus, code, version).finally(() => this.held.delete(key));
    this.held.set(key, asked);
    return asked;
  }

  private async read(bureaus: HeldInstruments, code: string, version: string): Promise<ShelvedInstrument | undefined> {
    const row = await bureaus.definitionOf(code, version);
    if (!row) return undefined;
    const reading = readInstrument(row.definition);
    if (!reading.ok || checksumOf(row.definition) !== row.checksum) {
      // A sheet on it is kept as one that cannot be scored and told to a person; an error would turn the pupil away.
      this.log.error({ instrument: code, version, problem: 'the stored definition is not what was saved' });
      return undefined;
    }
    const shelved = { definition: freeze(reading.definition), compiled: compileInstrument(reading.definition), checksum: row.checksum };
    this.kept.set(`${code}@${version}`, shelved);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
    return shelved;
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
