import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { OpenedProvider } from './door.js';
import type { SealedProvider } from './identity-provider.repository.js';

const SCOPE = 'identity-provider';
const placeOf = (id: string) => ({ table: 'organisation.identity_provider', column: 'secret', row: id });

/** The secret we share with a provider: sealed in the table, open only on its way to a door. */
@Injectable()
export class ProviderSecret {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  seal(tx: Tx, provider: { id: string; bureauId: number }, secret: string): Promise<Buffer> {
    return this.cipher.encrypt(tx, { jurisdictionId: provider.bureauId, scope: SCOPE }, placeOf(provider.id), secret);
  }

  async open(tx: Tx, provider: SealedProvider): Promise<OpenedProvider> {
    const { id, version, address, clientId, agentId, bureauId, secretEnc } = provider;
    const secret = await this.cipher.decrypt(tx, { jurisdictionId: bureauId, scope: SCOPE }, placeOf(id), secretEnc);
    return { id, version, address, clientId, agentId, secret };
  }
}
