import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type FileKeeper, KEEPS_FILES } from './file-keeper.js';
import { FileStore } from './file-store.js';

const BATCH = 500;
/** No upload and no job lasts so long: whatever is older and not named in a row was left by an act that never ended. */
const ORPHAN_AFTER_MS = 24 * 60 * 60 * 1000;

/** Removes the files that a kill left between being written and being named. */
@Injectable()
export class FileSweeper implements OnApplicationBootstrap {
  private readonly keepers = new Map<string, FileKeeper>();

  constructor(
    @Inject(FileStore) private readonly store: FileStore,
    @Inject(DiscoveryService) private readonly discovery: Pick<DiscoveryService, 'getProviders'>,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const folder = instance && typeof metatype === 'function' ? (Reflect.getMetadata(KEEPS_FILES, metatype) as string | undefined) : undefined;
      if (folder === undefined) continue;
      if (this.keepers.has(folder)) throw new Error(`two rooms keep files in ${folder}`);
      this.keepers.set(folder, instance as FileKeeper);
    }
  }

  /** @returns how many files have gone. Folders nobody answers for are left alone. */
  async sweep(now: Date): Promise<number> {
    const before = new Date(now.getTime() - ORPHAN_AFTER_MS);
    let gone = 0;
    for (const [folder, keeper] of this.keepers) {
      let waiting: string[] = [];
      for await (const { key, writtenAt } of this.store.list(folder)) {
        if (writtenAt < before) waiting.push(key);
        if (waiting.length < BATCH) continue;
        gone += await this.drop(keeper, waiting);
        waiting = [];
      }
      if (waiting.length > 0) gone += await this.drop(keeper, waiting);
    }
    await this.store.forgetBroken(before);
    return gone;
  }

  private async drop(keeper: FileKeeper, keys: readonly string[]): Promise<number> {
    const named = await keeper.named(keys);
    const orphans = keys.filter((key) => !named.has(key));
    for (const key of orphans) await this.store.delete(key);
    return orphans.length;
  }
}
