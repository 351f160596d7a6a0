import { refuse, type SchoolDay } from '@heliotrope/kernel';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import {
  applicable, helpLinesFor, regionsOf, type Applicable, type HelpLine, type PolicyKeyName, type PolicyValue, type ValueOf,
} from '../rules/index.js';
import { PackLoader } from './pack-loader.service.js';
import { PackRepository } from './pack.repository.js';

/** A division code, or the list of regions over a bureau whose id is none (most local first). */
export type Where = number | readonly number[];
type Attributes = Readonly<Record<string, string>>;

/**
 * What the later domains ask of policy. The rows are few and change only with a new version of a pack, so they are
 * held in memory and a question costs no query; `refresh` reads them anew.
 */
@Injectable()
export class PolicyReader implements OnModuleInit {
  private values: readonly PolicyValue[] = [];

  constructor(
    @Inject(PackLoader) private readonly loader: PackLoader,
    @Inject(PackRepository) private readonly packs: PackRepository,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.loader.load();
    await this.refresh();
  }

  async refresh(): Promise<void> {
    this.values = await this.packs.currentValues();
  }

  /** The value to go by and, behind it, every other one in force, each with its paper. */
  applicable<K extends PolicyKeyName>(where: Where, key: K, on: SchoolDay, subject: Attributes = {}): Applicable<ValueOf<K>> {
    return applicable<ValueOf<K>>(this.values, { key, regions: regions(where), on, subject });
  }

  /** The value to go by. @throws Refusal `policy/none-in-force` when no pack says anything for this place and day. */
  inForce<K extends PolicyKeyName>(where: Where, key: K, on: SchoolDay, subject: Attributes = {}): ValueOf<K> {
    const { wins } = this.applicable(where, key, on, subject);
    if (wins === null) throw refuse('policy/none-in-force', { key, on });
    return wins.value;
  }

  helpLines(where: Where, on: SchoolDay): readonly HelpLine[] {
    return helpLinesFor(this.values, regions(where), on);
  }
}

const regions = (where: Where): readonly number[] => (typeof where === 'number' ? regionsOf(where) : where);
