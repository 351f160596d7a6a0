import { createHash, randomBytes } from 'node:crypto';

/** An identity provider as its door needs it. */
export interface OpenedProvider {
  readonly id: string;
  readonly version: number;
  readonly address: string;
  readonly clientId: string;
  readonly agentId: string | null;
  readonly secret: string;
}

/** What one sign-in asks with: kept by the browser that asks, and by nobody else. */
export interface Ask {
  readonly state: string;
  readonly nonce: string;
  /** PKCE: whoever catches the code on its way cannot use it. */
  readonly verifier: string;
  readonly redirectUri: string;
}

/** One way of signing in elsewhere: where to send the browser, and who came back. */
export interface Door {
  begin(provider: OpenedProvider, ask: Ask): Promise<string>;
  /** @returns the provider's own lasting name of the person. @throws DoorClosed when nobody was named. */
  identify(provider: OpenedProvider, ask: Ask, returned: URL): Promise<string>;
}

/** The provider named nobody. The reason is for the log, not for the browser. */
export class DoorClosed extends Error {}

const random = () => randomBytes(32).toString('base64url');

export function newAsk(redirectUri: string): Ask {
  return { state: random(), nonce: random(), verifier: random(), redirectUri };
}

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
