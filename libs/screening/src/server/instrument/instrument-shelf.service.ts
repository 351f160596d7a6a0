import { refuse, type SchoolDay } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type Licence, type Obstacle, obstaclesTo } from '../../rules/instrument-use.js';
import { InstrumentLibrary, type ShelvedInstrument } from '../instrument-library.js';
import { type GivenApproval, type HeldInstrument, InstrumentRepository } from './instrument.repository.js';

/** One instrument as it stands for one bureau. */
export interface StandingInstrument {
  readonly shelved: ShelvedInstrument;
  /** Null: shipped. */
  readonly held: HeldInstrument | null;
  readonly licence: Licence | null;
  /** Of just this definition, newest first; the withdrawn among them. */
  readonly approvals: readonly GivenApproval[];
}

/** What one bureau has to choose from: its own, those of the bureaus above it, and the shipped ones. */
export interface Shelf {
  readonly bureau: number;
  /** The bureau, then those above it, nearest first. */
  readonly line: readonly number[];
  /** One of each code: the most local, and of one bureau's the newest. */
  readonly present: readonly StandingInstrument[];
  find(code: string, version: string): Promise<StandingInstrument | undefined>;
}

@Injectable()
export class InstrumentShelf {
  constructor(
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(InstrumentRepository) private readonly instruments: InstrumentRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  /** Within the caller's transaction. A bureau nobody knows has the shipped ones. */
  async of(tx: Tx, bureau: number): Promise<Shelf> {
    const line = [bureau, ...[...((await this.organisation.bureau(tx, bureau))?.ancestorIds ?? [])].reverse()];
    const held = await this.instruments.heldBy(tx, line);
    const licences = await this.instruments.licencesOf(tx, line);
    const approvals = await this.instruments.approvalsOf(tx, line);
    const standing = (shelved: ShelvedInstrument): StandingInstrument => {
      const { code, version } = shelved.definition;
      return {
        shelved,
        held: held.find((row) => row.code === code && row.version === version) ?? null,
        licence: licences.filter((row) => row.code === code).at(-1) ?? null, // ordered by their last day
        approvals: approvals.filter((row) => row.code === code && row.version === version && row.checksum === shelved.checksum),
      };
    };
    const nearest = new Map<string, HeldInstrument>();
    for (const row of held) {
      const other = nearest.get(row.code);
      if (!other || precedes(row, other, line)) nearest.set(row.code, row);
    }
    const own = await Promise.all([...nearest.values()].map((row) => this.library.fetch(row.code, row.version)));
    const shipped = this.library.all().filter(({ definition }) => !nearest.has(definition.code));
    const present = [...own.flatMap((one) => one ?? []), ...shipped].sort((a, b) => (a.definition.code < b.definition.code ? -1 : 1));
    return {
      bureau, line, present: present.map(standing),
      find: async (code, version) => {
        if (version.includes('+') && !held.some((row) => row.code === code && row.version === version)) return undefined; // another bureau's
        const shelved = await this.library.fetch(code, version);
        return shelved && standing(shelved);
      },
    };
  }

  /** The bureau that is meant: the one asked for, else one's own, whose code precedes those of the bureaus below it. */
  bureauFor(tx: Tx, asked?: number): number {
    const reached = tx.scopes.flatMap((scope) => scope.jurisdictions);
    const id = asked ?? Math.min(...reached);
    if (!reached.includes(id)) throw refuse('platform/not-allowed', { action: tx.action });
    return id;
  }
}

/** What stands in the way of this instrument; see the rule. */
export function obstacles({ shelved, licence, approvals }: StandingInstrument, grades: { from: number; to: number } | null, day: SchoolDay): Obstacle[] {
  const standing = approvals.filter((one) => one.withdrawnAt === null)
    .map(({ gradeFrom, gradeTo, validFrom, validUntil }) => ({ grades: { from: gradeFrom, to: gradeTo }, validFrom, validUntil }));
  return obstaclesTo(shelved.definition, licence, standing, grades, day);
}

function precedes(row: HeldInstrument, other: HeldInstrument, line: readonly number[]): boolean {
  const [near, far] = [line.indexOf(row.jurisdictionId), line.indexOf(other.jurisdictionId)];
  return near === far ? isNewer(row.version, other.version) : near < far;
}

function isNewer(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('+')[0]!.split('.').map(Number));
  const at = a!.findIndex((part, n) => part !== b![n]);
  return at >= 0 && a![at]! > b![at]!;
}
