import { type Actor, refuse } from '@heliotrope/kernel';
import { type Page, pageOf, readCursor, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { chainOf } from '../session/doorkeeper.js';
import { SessionRepository } from '../session/session.repository.js';
import { SessionService } from '../session/session.service.js';
import type { OnlineQuery, OnlineSessionDto } from './online-session.dto.js';
import { OnlineSessions } from './online-session.repository.js';

const READ = 'organisation.read-accounts';
const MANAGE = 'organisation.manage-accounts';
const PAGE = 50;

/** Who is signed in now, and ending it. */
@Injectable()
export class OnlineSessionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(OnlineSessions) private readonly online: OnlineSessions,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(SessionService) private readonly owners: SessionService,
  ) {}

  list(actor: Actor, query: OnlineQuery): Promise<Page<OnlineSessionDto>> {
    const limit = query.limit ?? PAGE;
    const own = actor.kind === 'person' ? actor.sessionId : undefined;
    return this.work.read(actor, READ, async (tx) => {
      const before = readCursor(query.cursor, 'id')?.[0] ?? null;
      const page = pageOf(await this.online.list(tx, { q: query.q?.trim(), before, limit: limit + 1 }), limit, (row) => [row.id]);
      const items = page.items.map((row): OnlineSessionDto => ({
        id: row.id, username: row.username, name: row.name, browser: row.browser || '其他', where: row.ip,
        since: row.createdAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(), isThis: row.id === own,
      }));
      return { items, nextCursor: page.nextCursor };
    });
  }

  /** Ends one session of somebody in her bureau; the owner is told. */
  end(actor: Actor, id: string, reason: string): Promise<void> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const [row] = await this.online.list(tx, { id, limit: 1 });
      if (!row || (await this.sessions.closeSome(tx, row.accountId, [id])) === 0) throw refuse('organisation/session-absent');
      tx.audit({
        object: `account:${row.accountId}`, action: 'organisation.force-sign-out', jurisdictionId: chainOf(row.jurisdictions), purpose: reason, detail: { sessions: [id] },
      });
      await this.owners.tell(tx, row.accountId, 'organisation/session-ended', '系统管理员强制退出了您的一处登录', '/account/devices');
    });
  }
}
