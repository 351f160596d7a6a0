import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { compileInstrument, type CompiledInstrument } from '../rules/scoring.js';
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
    checksum: createHash('sha256').update(canonical(definition)).digest('hex'),
  };
}

/** The shelf of instruments: every definition file of one directory, checked, frozen, compiled. */
export class InstrumentLibrary {
  private readonly current = new Map<string, ShelvedInstrument>();
  private readonly versions = new Map<string, ShelvedInstrument>();

  constructor(directory: string = INSTRUMENTS_DIRECTORY) {
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

  /** One version, or the present one when none is named. */
  find(code: string, version?: string): ShelvedInstrument | undefined {
    return version === undefined ? this.current.get(code) : this.versions.get(`${code}@${version}`);
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner);
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
