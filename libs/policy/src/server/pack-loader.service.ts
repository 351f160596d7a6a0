import { wholeJurisdictions, type Actor } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { readPackFiles, type PackFile } from './pack-files.js';
import { PackRepository } from './pack.repository.js';

const LOADER: Actor = { kind: 'system', rule: 'policy.load-packs', scope: wholeJurisdictions() };

/** Brings the packs on disk into the database. The same files twice change nothing; a changed file is a new version. */
@Injectable()
export class PackLoader {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PackRepository) private readonly packs: PackRepository,
  ) {}

  async load(files: readonly PackFile[] = readPackFiles()): Promise<void> {
    if (isSame(files, await this.packs.currentChecksums())) return;
    await this.work.run(LOADER, 'policy.load-packs', async (tx) => {
      await this.packs.waitForTurn(tx);
      const current = await this.packs.currentChecksums(); // again, now that nobody else is loading
      const changed = files.filter(({ pack, checksum }) => current.get(pack.code) !== checksum);
      const gone = [...current.keys()].filter((code) => !files.some(({ pack }) => pack.code === code));
      for (const code of gone) await this.packs.supersede(tx, code);
      for (const file of changed) {
        await this.packs.supersede(tx, file.pack.code);
        await this.packs.add(tx, file);
      }
      tx.audit({ object: 'policy:packs', detail: { changed: changed.map(({ pack, checksum }) => `${pack.code}@${checksum.slice(0, 12)}`), gone } });
    });
  }
}

function isSame(files: readonly PackFile[], current: ReadonlyMap<string, string>): boolean {
  return files.length === current.size && files.every(({ pack, checksum }) => current.get(pack.code) === checksum);
}
