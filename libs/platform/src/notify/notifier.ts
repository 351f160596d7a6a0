import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { MessageRepository } from './message.repository.js';

export interface Notice {
  /** The bureau whose matter it is. */
  readonly jurisdictionId: number;
  readonly accountIds: readonly string[];
  /** What sort of message, `domain/kind`: the bell groups by it. */
  readonly kind: string;
  /** What the bell shows. Never a pupil's name or number: a bell rings on screens others can see. */
  readonly title: string;
  /** The page that shows the matter, a path of the console: `/crisis-escalation/cases/<id>`. */
  readonly link: string;
}

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
