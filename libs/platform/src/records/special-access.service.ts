import { type Actor, isUuid, refuse } from '@heliotrope/kernel';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { FieldCipher } from '../crypto/field-cipher.service.js';
import { newId } from '../database/new-id.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { glassBroken } from './facts.js';
import { GUARDS_RECORDS, type LocatedRecord, type RecordSource } from './guarded-records.js';
import { REVIEW_DAYS } from './purpose.js';
import { PURPOSE_KEYS } from './record-access.service.js';
import type { AskAccessBody, DecideAccessBody, SpecialAccessDto, VerdictBody } from './special-access.dto.js';
import { SpecialAccessRepository, type SpecialAccessRow } from './special-access.repository.js';

const APPROVE = 'platform.approve-access';
const HOUR_MS = 3_600_000;

/** Access beyond one's post: asked and approved by another, or taken in an emergency and judged afterwards by another. */
@Injectable()
export class SpecialAccessService implements OnApplicationBootstrap {
  private readonly sources = new Map<string, RecordSource>();

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SpecialAccessRepository) private readonly accesses: SpecialAccessRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const kind = typeof metatype === 'function' ? (Reflect.getMetadata(GUARDS_RECORDS, metatype) as string | undefined) : undefined;
      if (instance && kind) this.sources.set(kind, instance as RecordSource);
    }
  }

  ask(actor: Actor, body: AskAccessBody): Promise<SpecialAccessDto> {
    return this.work.run(actor, 'platform.ask-access', (tx) => this.enter(tx, body, 'approval'));
  }

  breakGlass(actor: Actor, body: AskAccessBody): Promise<SpecialAccessDto> {
    return this.work.run(actor, 'platform.break-glass', async (tx) => {
      const made = await this.enter(tx, body, 'break-glass');
      const { jurisdictionId, schoolId, accountId } = (await this.accesses.forDeciding(tx, made.id))!;
      tx.state(glassBroken.of(jurisdictionId, { accessId: made.id, schoolId, byAccountId: accountId }));
      return made;
    });
  }

  mine(actor: Actor): Promise<SpecialAccessDto[]> {
    return this.work.read(actor, 'platform.ask-access', async (tx) => this.shown(tx, await this.accesses.mine(tx, personIn(tx).accountId)));
  }

  waiting(actor: Actor): Promise<SpecialAccessDto[]> {
    return this.work.read(actor, APPROVE, async (tx) => this.shown(tx, await this.accesses.waiting(tx, personIn(tx).accountId)));
  }

  decide(actor: Actor, id: string, { grant }: DecideAccessBody): Promise<SpecialAccessDto> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const row = await this.ofAnother(tx, id);
      if (row.kind !== 'approval' || row.state !== 'asked') throw refuse('platform/access-decided');
      const { accountId, name } = personIn(tx);
      await this.accesses.decide(tx, row, { id: accountId, name }, grant ? new Date(tx.now.getTime() + row.hours * HOUR_MS) : null);
      tx.audit({ object: row.object, jurisdictionId: row.jurisdictionId, detail: { accessId: id, grant, hours: row.hours, for: row.accountId } });
      return this.again(tx, id);
    });
  }

  judge(actor: Actor, id: string, { verdict, words }: VerdictBody): Promise<SpecialAccessDto> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const row = await this.ofAnother(tx, id);
      if (row.kind !== 'break-glass' || row.verdict !== null) throw refuse('platform/access-decided');
      const { accountId, name } = personIn(tx);
      await this.accesses.judge(tx, row, { id: accountId, name }, verdict, await this.sealed(tx, row.jurisdictionId, id, 'verdict_words_enc', words));
      tx.audit({ object: row.object, jurisdictionId: row.jurisdictionId, action: 'platform.judge-broken-glass', detail: { accessId: id, verdict, of: row.accountId } });
      return this.again(tx, id);
    });
  }

  private async enter(tx: Tx, { object, reason, hours }: AskAccessBody, kind: 'approval' | 'break-glass'): Promise<SpecialAccessDto> {
    const found = await this.locate(tx, object);
    if (!found?.mayBeAsked) throw refuse('platform/record-absent');
    const id = newId(tx.now.getTime());
    const { accountId, name } = personIn(tx);
    const at = (ms: number) => new Date(tx.now.getTime() + ms);
    const isBroken = kind === 'break-glass';
    await this.accesses.insert(tx, {
      ...found, id, kind, object, accountId, accountName: name, hours, reason: await this.sealed(tx, found.jurisdictionId, id, 'reason_enc', reason),
      expiresAt: isBroken ? at(hours * HOUR_MS) : null, reviewDueAt: isBroken ? at(REVIEW_DAYS * 24 * HOUR_MS) : null,
    });
    tx.audit({ object, jurisdictionId: found.jurisdictionId, detail: { accessId: id, kind, hours } });
    return this.again(tx, id);
  }

  private async locate(tx: Tx, object: string): Promise<LocatedRecord | null> {
    const [kind = '', id = ''] = object.split(':');
    return isUuid(id) ? ((await this.sources.get(kind)?.locate(tx, id)) ?? null) : null;
  }

  private async ofAnother(tx: Tx, id: string): Promise<SpecialAccessRow> {
    const row = await this.accesses.forDeciding(tx, id);
    if (!row) throw refuse('platform/access-absent');
    if (row.accountId === personIn(tx).accountId) throw refuse('platform/access-own');
    return row;
  }

  private async again(tx: Tx, id: string): Promise<SpecialAccessDto> {
    return (await this.shown(tx, [(await this.accesses.forDeciding(tx, id))!]))[0]!;
  }

  private sealed(tx: Tx, jurisdictionId: number, id: string, column: string, words: string): Promise<Buffer> {
    return this.cipher.encrypt(tx, { jurisdictionId, scope: PURPOSE_KEYS }, { table: 'platform.special_access', column, row: id }, words.trim());
  }

  private shown(tx: Tx, rows: readonly SpecialAccessRow[]): Promise<SpecialAccessDto[]> {
    return Promise.all(rows.map(async ({ jurisdictionId, accountId: _, schoolId: __, ...row }) => ({
      ...row,
      reason: await this.cipher.decrypt(tx, { jurisdictionId, scope: PURPOSE_KEYS }, { table: 'platform.special_access', column: 'reason_enc', row: row.id }, row.reason),
    })));
  }
}

function personIn(tx: Tx) {
  if (tx.actor.kind !== 'person') throw refuse('platform/not-allowed', { action: tx.action });
  return tx.actor;
}
