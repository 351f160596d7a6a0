import { refuse } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { FieldCipher } from '../crypto/field-cipher.service.js';
import { newId } from '../database/new-id.js';
import type { Tx } from '../database/tx.js';
import { isPurpose, type Purpose, PURPOSE_MINUTES, type StatedPurpose } from './purpose.js';
import { PurposeRepository } from './purpose.repository.js';
import { SpecialAccessRepository } from './special-access.repository.js';
import './refusals.js';

/** One pupil's record as the audit names it: `review:<id>`, `case:<id>`. */
export interface RecordKey {
  readonly object: string;
  readonly jurisdictionId: number;
}

export const PURPOSE_KEYS = 'purposes';

/**
 * The last door before an individual record, asked within the act that reads it: what is it opened for, and, for those
 * whose post does not reach it by itself, who has allowed it? Source: 未成年人网络保护条例 第三十六条 (least privilege, approval, log).
 */
@Injectable()
export class RecordAccess {
  constructor(
    @Inject(PurposeRepository) private readonly purposes: PurposeRepository,
    @Inject(SpecialAccessRepository) private readonly special: SpecialAccessRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /**
   * What this person opens this record for: stated now, or in this session a little while ago. The caller writes it into
   * its audit entry. Jobs have their purpose in their name.
   * @throws Refusal platform/purpose-needed, platform/purpose-unknown
   */
  async purpose(tx: Tx, record: RecordKey, stated: StatedPurpose | null): Promise<Purpose | undefined> {
    if (tx.actor.kind !== 'person') return undefined;
    const { accountId, sessionId = '' } = tx.actor;
    if (!stated) {
      const known = await this.purposes.inForce(tx, { ...record, accountId, sessionId });
      if (!known) throw refuse('platform/purpose-needed', { object: record.object });
      return known;
    }
    if (!isPurpose(stated)) throw refuse('platform/purpose-unknown');
    const id = newId(tx.now.getTime());
    const place = { table: 'platform.purpose', column: 'words_enc', row: id };
    const words = stated.words.trim() === '' ? null
      : await this.cipher.encrypt(tx, { jurisdictionId: record.jurisdictionId, scope: PURPOSE_KEYS }, place, stated.words.trim());
    const purpose = stated.purpose as Purpose;
    await this.purposes.insert(tx, { ...record, id, accountId, sessionId, purpose, words, expiresAt: new Date(tx.now.getTime() + PURPOSE_MINUTES * 60_000) });
    return purpose;
  }

  /** The access that was granted for this record to this person and has not run out. @throws Refusal platform/access-needed */
  async granted(tx: Tx, record: RecordKey): Promise<{ id: string; kind: 'approval' | 'break-glass' }> {
    const found = tx.actor.kind === 'person' ? await this.special.inForce(tx, record, tx.actor.accountId) : null;
    if (!found) throw refuse('platform/access-needed', { object: record.object });
    return found;
  }
}
