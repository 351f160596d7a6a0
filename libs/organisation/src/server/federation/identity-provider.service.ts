import { type Actor, bureausReached, isWithin, refuse } from '@heliotrope/kernel';
import { newId, Outbound, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { PROVIDERS } from '../../rules/index.js';
import { ExternalIdentityRepository } from './external-identity.repository.js';
import { Doors } from './doors.service.js';
import { DoorClosed, newAsk } from './door.js';
import type { IdentityProviderBody, IdentityProviderDto, NewIdentityProviderBody } from './identity-provider.dto.js';
import { type IdentityProvider, IdentityProviderRepository, type SealedProvider } from './identity-provider.repository.js';
import { ProviderSecret } from './provider-secret.service.js';

const ACTION = 'organisation.manage-identity-providers';
const READ = 'organisation.read-identity-providers';
const APPROVE = 'organisation.approve-identity-providers';

/**
 * The outside doors of a bureau: put up by its system administrator, opened by its security administrator. Whoever decides
 * where a door leads decides who comes in, so no one person does both. A secret goes in and never comes out.
 */
@Injectable()
export class IdentityProviderService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(IdentityProviderRepository) private readonly providers: IdentityProviderRepository,
    @Inject(ExternalIdentityRepository) private readonly identities: ExternalIdentityRepository,
    @Inject(ProviderSecret) private readonly secrets: ProviderSecret,
    @Inject(Doors) private readonly doors: Doors,
    @Inject(Outbound) private readonly outbound: Outbound,
  ) {}

  list(actor: Actor): Promise<IdentityProviderDto[]> {
    return this.work.read(actor, READ, async (tx) => (await this.providers.of(tx, bureausReached(tx.scopes))).map(shown));
  }

  async add(actor: Actor, body: NewIdentityProviderBody): Promise<IdentityProviderDto> {
    const address = addressOf(body);
    await this.outbound.check(address);
    return this.work.run(actor, ACTION, async (tx) => {
      if (!isWithin(tx.scopes, { jurisdictionId: body.bureauId })) throw refuse('organisation/bureau-absent');
      const provider = { id: newId(tx.now.getTime()), bureauId: body.bureauId, ...valuesOf(body), address, kind: body.kind };
      const secretEnc = await this.secrets.seal(tx, provider, body.secret);
      if (!(await this.providers.add(tx, { ...provider, secretEnc }))) throw refuse('organisation/identity-provider-taken');
      tx.audit({ object: `identity-provider:${provider.id}`, jurisdictionId: body.bureauId, detail: { change: 'added', kind: body.kind } });
      return shown((await this.providers.sealed(tx, provider.id))!);
    });
  }

  async edit(actor: Actor, id: string, seen: number, body: IdentityProviderBody): Promise<IdentityProviderDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const held = await this.reached(tx, id);
      sameVersion(seen, shown(held));
      const address = addressOf({ ...body, kind: held.kind });
      if (address !== held.address) await this.outbound.check(address);
      // With another address an old secret would be sent to whoever answers there.
      if (address !== held.address && body.secret === undefined) throw refuse('organisation/identity-provider-secret');
      if (body.active === true && !held.active) throw refuse('organisation/identity-provider-unapproved');
      const values = { ...valuesOf(body), address };
      const leadsElsewhere = address !== held.address || values.clientId !== held.clientId || values.agentId !== held.agentId;
      // Under another address or client the same subject is somebody else: nobody stays tied, and the door is shut until it is approved.
      const unlinked = leadsElsewhere ? await this.identities.unlinkAll(tx, id) : 0;
      const active = !leadsElsewhere && body.secret === undefined && (body.active ?? held.active);
      const secretEnc = body.secret === undefined ? held.secretEnc : await this.secrets.seal(tx, held, body.secret);
      if (!(await this.providers.save(tx, id, seen, { ...values, active, secretEnc }))) throw refuse('platform/changed-meanwhile', { current: shown((await this.providers.sealed(tx, id))!) });
      const before = { address: held.address, clientId: held.clientId, agentId: held.agentId };
      tx.audit({
        object: `identity-provider:${id}`, jurisdictionId: held.bureauId,
        detail: { change: 'edited', active, secretChanged: body.secret !== undefined, ...(leadsElsewhere ? { before, after: { address, clientId: values.clientId, agentId: values.agentId }, unlinked } : {}) },
      });
      return shown((await this.providers.sealed(tx, id))!);
    });
  }

  /** The security administrator opens the door as it stands, and no other. */
  approve(actor: Actor, id: string, seen: number): Promise<IdentityProviderDto> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const held = await this.reached(tx, id);
      if (!(await this.providers.approve(tx, id, seen))) throw refuse('platform/changed-meanwhile', { current: shown(held) });
      tx.audit({ object: `identity-provider:${id}`, jurisdictionId: held.bureauId, detail: { change: 'approved', address: held.address, clientId: held.clientId } });
      return shown((await this.providers.sealed(tx, id))!);
    });
  }

  /** Does the provider answer as its kind does? For OpenID Connect its own description is read; the others show it at the first sign-in. */
  async tryOut(actor: Actor, id: string): Promise<void> {
    const { kind, opened } = await this.work.read(actor, ACTION, async (tx) => {
      const held = await this.reached(tx, id);
      return { kind: held.kind, opened: await this.secrets.open(tx, held) };
    });
    try {
      await this.doors.of(kind).begin({ ...opened, version: -Date.now() }, newAsk('https://localhost/'));
    } catch (error) {
      throw error instanceof DoorClosed ? refuse('organisation/federation-failed') : error;
    }
  }

  private async reached(tx: Tx, id: string): Promise<SealedProvider> {
    const found = await this.providers.sealed(tx, id);
    if (!found || !isWithin(tx.scopes, { jurisdictionId: found.bureauId })) throw refuse('organisation/identity-provider-absent');
    return found;
  }
}

const valuesOf = (body: IdentityProviderBody) => ({ name: body.name.trim(), clientId: body.clientId.trim(), agentId: body.agentId?.trim() || null });

function addressOf(body: { kind: IdentityProvider['kind']; address?: string | null | undefined }): string {
  const address = body.address?.trim() || PROVIDERS[body.kind].address;
  if (address === null) throw refuse('organisation/identity-provider-address');
  return address;
}

function shown(provider: IdentityProvider): IdentityProviderDto {
  const { id, bureauId, bureauName, kind, name, address, clientId, agentId, active, version } = provider;
  return { id, bureauId, bureauName, kind, name, address, clientId, agentId, active, version };
}
