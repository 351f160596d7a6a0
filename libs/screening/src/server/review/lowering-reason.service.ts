import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { roundKeyScope } from '../round-key.js';
import type { ProposedLowering } from './lowering.repository.js';

/** Opens the words with which somebody proposed a lowering. */
@Injectable()
export class LoweringReason {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  async read(tx: Tx, { jurisdictionId, roundId, eventId, words }: ProposedLowering): Promise<string> {
    if (words === null) return '';
    const place = { table: 'screening.review_event', column: 'words_enc', row: eventId };
    return this.cipher.decrypt(tx, { jurisdictionId, scope: roundKeyScope(roundId) }, place, words);
  }
}
