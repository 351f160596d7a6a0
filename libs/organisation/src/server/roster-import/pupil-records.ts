import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable, type OnApplicationBootstrap, SetMetadata } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** A room that keeps something about pupils. Those ahead of the roster say so here: the roster cannot ask them by name. */
export interface PupilRecords {
  /**
   * Which of these pupils have records here?
   * @param pupils a SELECT of their ids; its parameters are `$1` (the bureau) and `$2`, which the caller binds.
   */
  holding(tx: Tx, pupils: string, params: readonly unknown[]): Promise<readonly string[]>;
}

const KEEPS_PUPIL_RECORDS = 'heliotrope:keeps-pupil-records';

/** This provider answers for the records of one domain. */
export const KeepsPupilRecords = (): ClassDecorator => (target) => {
  Injectable()(target);
  SetMetadata(KEEPS_PUPIL_RECORDS, true)(target);
};

/** Asks every domain whether something hangs on a pupil that would be lost with the entry in the roster. */
@Injectable()
export class PupilRecordsBook implements OnApplicationBootstrap {
  private readonly rooms: PupilRecords[] = [];

  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (instance && typeof metatype === 'function' && Reflect.getMetadata(KEEPS_PUPIL_RECORDS, metatype)) this.rooms.push(instance as PupilRecords);
    }
  }

  async holding(tx: Tx, pupils: string, params: readonly unknown[]): Promise<ReadonlySet<string>> {
    const held = new Set<string>();
    for (const room of this.rooms) for (const id of await room.holding(tx, pupils, params)) held.add(id);
    return held;
  }
}
