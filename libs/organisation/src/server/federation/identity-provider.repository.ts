import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { ProviderKind } from '../../rules/index.js';

export interface IdentityProvider {
  readonly id: string;
  readonly bureauId: number;
  readonly bureauName: string;
  readonly kind: ProviderKind;
  readonly name: string;
  readonly address: string;
  readonly clientId: string;
  readonly agentId: string | null;
  readonly active: boolean;
  readonly version: number;
}

export interface SealedProvider extends IdentityProvider {
  readonly secretEnc: Buffer;
}

const PROVIDER = `p.id, p.bureau_id as "bureauId", b.name as "bureauName", p.kind, p.name, p.address, p.client_id as "clientId",
  p.agent_id as "agentId", p.active, p.version`;
const FROM = `organisation.identity_provider p join organisation.bureau b on b.id = p.bureau_id`;

/** Which outside doors stand open, for whom. A reference table: the editor's reach is checked against the bureau's id. */
@Injectable()
export class IdentityProviderRepository {
  active(tx: Tx): Promise<IdentityProvider[]> {
    return tx.query<IdentityProvider>(`select ${PROVIDER} from ${FROM} where p.active order by b.id, p.name`);
  }

  of(tx: Tx, bureaus: readonly number[]): Promise<IdentityProvider[]> {
    return tx.query<IdentityProvider>(`select ${PROVIDER} from ${FROM} where p.bureau_id = any($1::int[]) order by b.id, p.name`, [[...bureaus]]);
  }

  named(tx: Tx, ids: readonly string[]): Promise<IdentityProvider[]> {
    return tx.query<IdentityProvider>(`select ${PROVIDER} from ${FROM} where p.id = any($1::uuid[])`, [[...ids]]);
  }

  async sealed(tx: Tx, id: string): Promise<SealedProvider | undefined> {
    return (await tx.query<SealedProvider>(`select ${PROVIDER}, p.secret_enc as "secretEnc" from ${FROM} where p.id = $1`, [id]))[0];
  }

  /** @returns false when the bureau has a provider of that name. */
  async add(tx: Tx, provider: Omit<SealedProvider, 'bureauName' | 'active' | 'version'>): Promise<boolean> {
    const added = await tx.query(
      `insert into organisation.identity_provider (id, bureau_id, kind, name, address, client_id, agent_id, secret_enc, active, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, false, $9) on conflict (bureau_id, name) do nothing returning id`,
      [provider.id, provider.bureauId, provider.kind, provider.name, provider.address, provider.clientId, provider.agentId, provider.secretEnc, tx.now],
    );
    return added.length > 0;
  }

  async save(tx: Tx, id: string, seen: number, values: Pick<SealedProvider, 'name' | 'address' | 'clientId' | 'agentId' | 'active' | 'secretEnc'>): Promise<boolean> {
    const saved = await tx.query(
      `update organisation.identity_provider
          set name = $3, address = $4, client_id = $5, agent_id = $6, active = $7, secret_enc = $8, version = version + 1
        where id = $1 and version = $2 returning id`,
      [id, seen, values.name, values.address, values.clientId, values.agentId, values.active, values.secretEnc],
    );
    return saved.length > 0;
  }

  async approve(tx: Tx, id: string, seen: number): Promise<boolean> {
    const approved = await tx.query(
      `update organisation.identity_provider set active = true, version = version + 1 where id = $1 and version = $2 returning id`, [id, seen],
    );
    return approved.length > 0;
  }
}
