import { Inject } from '@nestjs/common';
import { type FileKeeper, KeepsFiles } from '../files/file-keeper.js';
import { EXPORTS_FOLDER } from './export-centre.service.js';
import { ExportRepository } from './export.repository.js';

/** Answers for the files of exports: those an order names, until they expire. */
@KeepsFiles(EXPORTS_FOLDER)
export class ExportFiles implements FileKeeper {
  constructor(@Inject(ExportRepository) private readonly exports: ExportRepository) {}

  async named(keys: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await this.exports.namedFiles(keys));
  }
}
