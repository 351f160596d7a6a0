import { Inject, Injectable } from '@nestjs/common';
import type { SqlSession } from '../crypto/data-keys.repository.js';
import { FieldCipher } from '../crypto/field-cipher.service.js';

const SCOPE = 'webhook';

interface Owner {
  readonly jurisdictionId: number;
  readonly id: string;
}

const placeOf = (webhook: Owner) => ({ table: 'platform.webhook', column: 'secret', row: webhook.id });

/** What a receiver checks our messages by: sealed in the table. */
@Injectable()
export class WebhookSecret {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  seal(sql: SqlSession, webhook: Owner, secret: string): Promise<Buffer> {
    return this.cipher.encrypt(sql, { jurisdictionId: webhook.jurisdictionId, scope: SCOPE }, placeOf(webhook), secret);
  }

  open(sql: SqlSession, webhook: Owner, sealed: Buffer): Promise<string> {
    return this.cipher.decrypt(sql, { jurisdictionId: webhook.jurisdictionId, scope: SCOPE }, placeOf(webhook), sealed);
  }
}
