import { Injectable, SetMetadata } from '@nestjs/common';

/**
 * A room that keeps files, and knows which of them its rows still name. A file is put before the commit that names it, so
 * that nothing named is missing; one whose commit never came is found by asking.
 */
export interface FileKeeper {
  /** Which of these does a row still name? They lie under the keeper's folder and are older than any act may last. */
  named(keys: readonly string[]): Promise<ReadonlySet<string>>;
}

export const KEEPS_FILES = 'heliotrope:keeps-files';

/** This provider answers for every file under one folder of the store, and nobody else keeps files there. */
export const KeepsFiles = (folder: string): ClassDecorator => (target) => {
  Injectable()(target);
  SetMetadata(KEEPS_FILES, folder)(target);
};
