import { type Actor, declaredActions } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { LogReader, pageOf, readCursor, shownDetail, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditPageDto, AuditQuery } from './audit-log.dto.js';

const PAGE = 50;

/** Acts of the system itself, which nobody is granted. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'organisation.sign-in': '登录', 'organisation.sign-in-failed': '登录失败', 'organisation.sign-out': '退出登录',
  'organisation.session-crowded-out': '会话过多，最早的被结束', 'organisation.end-loan': '结束借用的权限', 'organisation.end-post': '结束任职',
  'platform.download-export': '下载导出文件', 'platform.show-export-password': '显示导出文件密码', 'platform.judge-broken-glass': '复核紧急查看',
  'platform.tell-watchers': '告知学校负责人和审计管理员', 'screening.weigh-sheets': '合并计算建议等级', 'crisis-escalation.open-case': '开立危机个案',
  'crisis-escalation.raise-case': '上调危机个案',
};

/** Who did what and when, for the audit administrator: ids, never a pupil's name, never what was found. Reading it is on record too. */
@Injectable()
export class AuditLogService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(LogReader) private readonly log: LogReader,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  list(actor: Actor, { kind, accountId, object, from, until, cursor, limit = PAGE }: AuditQuery): Promise<AuditPageDto> {
    return this.work.read(actor, 'platform.read-audit', async (tx) => {
      const filter = { kind, object, actor: accountId && `account:${accountId}`, from: from ? new Date(from) : undefined, until: until ? new Date(until) : undefined };
      const rows = await this.log.page(tx, filter, readCursor(cursor, 'instant', 'whole', 'whole'), limit + 1);
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.at, row.seq, row.jurisdictionId]);
      const accounts = items.flatMap((row) => (row.actor.startsWith('account:') ? [row.actor.slice('account:'.length)] : []));
      const names = await this.organisation.accountNames(tx, accounts);
      tx.audit({ object: 'audit-log', jurisdictionId: tx.scopes[0]!.jurisdictions[0]!, detail: { kind: kind ?? 'all', rows: items.length } });
      const words = declaredActions();
      return {
        nextCursor,
        items: items.map(({ jurisdictionId, seq, at, actor: by, action, object: what, detail }) => ({
          id: `${jurisdictionId}-${seq}`, at, actor: by, actorName: names.get(by.replace('account:', '')) ?? null,
          action, actionWords: words.get(action) ?? OWN_WORDS[action] ?? action, object: what, detail: shownDetail(detail),
        })),
      };
    });
  }
}
