import { FileStore } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type FileToDelete, FileToDeleteRepository } from './file-to-delete.repository.js';

const AT_ONCE = 200;

/** Deletes the files of what was destroyed. A store that fails for one file keeps neither the others nor the next hour from it. */
@Injectable()
export class FileRemoval {
  constructor(
    @Inject(FileToDeleteRepository) private readonly waiting: FileToDeleteRepository,
    @Inject(FileStore) private readonly files: FileStore,
  ) {}

  async removeAll(): Promise<void> {
    const faults: unknown[] = [];
    let last: FileToDelete | null = null;
    for (;;) {
      const batch: FileToDelete[] = await this.waiting.after(last, AT_ONCE);
      for (const one of batch) {
        try {
          await this.files.delete(one.fileKey); // first the file: a row that outlives it is looked at again
          await this.waiting.forget(one);
        } catch (error) {
          faults.push(error);
        }
      }
      last = batch.at(-1) ?? null;
      if (batch.length < AT_ONCE) break;
    }
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} files could not be deleted`);
  }
}
