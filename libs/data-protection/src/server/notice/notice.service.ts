import { createHash } from 'node:crypto';
import { type Actor, actorRef, refuse } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { isSameNotice, materialNumber, missingParts, noticeText, type Purpose, PURPOSES } from '../../rules/index.js';
import { bureauFor } from '../place.js';
import type { NoticeDto, NoticePublishedDto, PublishNoticeBody } from './notice.dto.js';
import { NoticeRepository, type NoticeRow } from './notice.repository.js';

/** Notices are published as they will be read, and never changed: a change is the next version. */
@Injectable()
export class NoticeService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(NoticeRepository) private readonly notices: NoticeRepository,
  ) {}

  list(actor: Actor, purpose?: Purpose): Promise<NoticeDto[]> {
    return this.work.read(actor, 'data-protection.read-campaigns', async (tx) => {
      const rows = await this.notices.list(tx, purpose);
      const newest = new Set<string>();
      return rows.map((row) => {
        const of = `${row.jurisdictionId} ${row.purpose} ${row.audience}`;
        const isInForce = !newest.has(of);
        newest.add(of);
        return { ...noticeDto(row), isInForce };
      });
    });
  }

  publish(actor: Actor, body: PublishNoticeBody): Promise<NoticePublishedDto> {
    return this.work.run(actor, 'data-protection.publish-notice', async (tx) => {
      const jurisdictionId = bureauFor(tx, body.bureauId);
      const { purpose, audience, title } = body;
      const parts = { ...body.parts };
      const missing = missingParts(parts);
      if (missing.length > 0) {
        throw refuse('data-protection/notice-incomplete', {
          errors: missing.map((name) => ({ field: `parts.${name}`, code: 'data-protection/notice-incomplete', message: '请写明这一项' })),
        });
      }
      const previous = (await this.notices.inForce(tx, jurisdictionId, purpose))[audience] ?? null;
      if (previous && isSameNotice(previous, { title, parts })) throw refuse('data-protection/notice-unchanged');
      const material = materialNumber(previous, parts);
      const version = (previous?.version ?? 0) + 1;
      const hash = createHash('sha256').update(noticeText({ title, purpose, audience, parts })).digest('hex');
      const id = await this.notices.add(tx, { jurisdictionId, purpose, audience, version, material, title, parts, hash, publishedBy: actorRef(actor) });
      tx.audit({ object: `notice:${id}`, jurisdictionId, detail: { noticePurpose: purpose, audience, version, material, hash } });
      return { id, version, asksAgain: previous !== null && material > previous.material };
    });
  }
}

function noticeDto({ jurisdictionId, publishedBy: _, ...row }: NoticeRow): Omit<NoticeDto, 'isInForce'> {
  return { ...row, bureauId: jurisdictionId, purposeName: PURPOSES[row.purpose].zh };
}
