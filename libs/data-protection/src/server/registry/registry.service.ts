import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { declaredDataClasses, type Purpose } from '../../rules/index.js';
import { type DataKeeper, KEEPS_DATA, type ProcessingStopper, type PupilDataSource, STOPS_PROCESSING, TELLS_OF_PUPIL } from './data-keeper.js';

/** What the domains have told they can do about data: destroy a kind of it, stop a purpose, tell of a pupil. */
@Injectable()
export class DataRegistry implements OnApplicationBootstrap {
  private readonly keepers = new Map<string, DataKeeper>();
  private readonly stoppers: { purpose: Purpose; stopper: ProcessingStopper }[] = [];
  private readonly sources: { place: number; source: PupilDataSource }[] = [];

  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!instance || typeof metatype !== 'function') continue;
      const told = (key: string): unknown => Reflect.getMetadata(key, metatype);
      const kind = told(KEEPS_DATA) as string | undefined;
      if (kind !== undefined && this.keepers.has(kind)) throw new Error(`two keepers for ${kind}`);
      if (kind !== undefined) this.keepers.set(kind, instance as DataKeeper);
      const purpose = told(STOPS_PROCESSING) as Purpose | undefined;
      if (purpose !== undefined) this.stoppers.push({ purpose, stopper: instance as ProcessingStopper });
      const place = told(TELLS_OF_PUPIL) as number | undefined;
      if (place !== undefined) this.sources.push({ place, source: instance as PupilDataSource });
    }
    this.sources.sort((a, b) => a.place - b.place);
    const orphans = declaredDataClasses().filter(({ name }) => !this.keepers.has(name));
    if (orphans.length > 0) throw new Error(`kinds of data without a keeper: ${orphans.map(({ name }) => name).join(', ')}`);
  }

  keeperOf(kind: string): DataKeeper {
    const keeper = this.keepers.get(kind);
    if (!keeper) throw new Error(`nobody keeps ${kind}`);
    return keeper;
  }

  stoppersOf(purpose: Purpose): readonly ProcessingStopper[] {
    return this.stoppers.filter((one) => one.purpose === purpose).map(({ stopper }) => stopper);
  }

  pupilSources(): readonly PupilDataSource[] {
    return this.sources.map(({ source }) => source);
  }
}
