import { type Actor, refuse } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../http/page.dto.js';
import { MessageRepository, type MessageView } from './message.repository.js';
import './refusals.js';

const READ = 'platform.read-messages';

@Injectable()
export class MessageService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(MessageRepository) private readonly messages: MessageRepository,
  ) {}

  list(actor: Actor, page: PageQuery): Promise<Page<MessageView> & { unread: number }> {
    const limit = page.limit ?? 50;
    const before = readCursor(page.cursor, 'id')?.[0] ?? null;
    return this.work.read(actor, READ, async (tx) => {
      const accountId = accountOf(actor);
      const rows = await this.messages.newest(tx, accountId, before, limit + 1);
      return { ...pageOf(rows, limit, (row) => [row.id]), unread: await this.messages.unread(tx, accountId) };
    });
  }

  /** To have seen one's own message is not an act worth an audit entry, so this is a `read`. */
  markRead(actor: Actor, id: string): Promise<void> {
    return this.work.read(actor, READ, async (tx) => {
      if (!(await this.messages.markRead(tx, accountOf(actor), id))) throw refuse('platform/message-absent');
    });
  }
}

function accountOf(actor: Actor): string {
  if (actor.kind !== 'person') throw refuse('platform/not-allowed', { action: READ });
  return actor.accountId;
}
