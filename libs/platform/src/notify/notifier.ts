import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { MessageRepository } from './message.repository.js';
import type { Notice } from './notice.js';

/** Puts a message on somebody's bell, in the same commit as what it is about. */
@Injectable()
export class Notifier {
  constructor(@Inject(MessageRepository) private readonly messages: MessageRepository) {}

  async tell(tx: Tx, notice: Notice): Promise<void> {
    if (!/^\/(?!\/)/.test(notice.link)) throw new Error(`a message links to a page of the console: ${notice.link}`);
    if (/\d{15,}/.test(notice.title)) throw new Error('a message must not hold an identity number');
    const accountIds = [...new Set(notice.accountIds)];
    if (accountIds.length > 0) await this.messages.insert(tx, { ...notice, accountIds });
  }
}
