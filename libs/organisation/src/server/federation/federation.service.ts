import { type Person, refuse, Refusal } from '@heliotrope/kernel';
import { Clock, CONFIG, type Config, KeyProvider, signToken, TokenKeys, UnitOfWork, verifyToken } from '@heliotrope/platform';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isLocked, ownPath } from '../../rules/index.js';
import { AccountRepository } from '../session/account.repository.js';
import { chainOf, doorkeeper, type Origin } from '../session/doorkeeper.js';
import { SessionService, type SignedIn } from '../session/session.service.js';
import { type Ask, DoorClosed, newAsk, type OpenedProvider } from './door.js';
import { Doors } from './doors.service.js';
import { ExternalIdentityRepository, type LinkedIdentity } from './external-identity.repository.js';
import { type IdentityProvider, IdentityProviderRepository } from './identity-provider.repository.js';
import { ProviderSecret } from './provider-secret.service.js';

const SIGN_IN = 'organisation.federated-sign-in';
const LINK = 'organisation.link-identity';
const UNLINK = 'organisation.unlink-identity';
const ASK_FOR_MS = 10 * 60_000;

/** What the browser carries to the provider and back, signed: who asks where, and whether somebody signed in wants to be linked. */
interface Errand extends Ask {
  readonly provider: string;
  readonly path: string;
  readonly linkTo?: string;
}

export interface Begun {
  readonly url: string;
  readonly errand: string;
}

/** Signing in through an identity provider outside, and tying such an identity to one's account. */
@Injectable()
export class FederationService {
  private readonly log = new Logger('Federation');
  private readonly keys: TokenKeys;

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(IdentityProviderRepository) private readonly providers: IdentityProviderRepository,
    @Inject(ExternalIdentityRepository) private readonly identities: ExternalIdentityRepository,
    @Inject(ProviderSecret) private readonly secrets: ProviderSecret,
    @Inject(Doors) private readonly doors: Doors,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(KeyProvider) masters: KeyProvider,
  ) {
    this.keys = new TokenKeys(masters, 'federation');
  }

  offered(): Promise<IdentityProvider[]> {
    return this.work.read(doorkeeper(SIGN_IN), SIGN_IN, (tx) => this.providers.active(tx));
  }

  begin(providerId: string, path: string | undefined): Promise<Begun> {
    return this.sendOut(providerId, { path: ownPath(path) });
  }

  /** Somebody who is signed in proves that an identity outside is his as well. Nothing is ever tied by a name or a phone number. */
  beginLink(actor: Person, providerId: string): Promise<Begun> {
    return this.sendOut(providerId, { path: '/account', linkTo: actor.accountId });
  }

  /** The browser is back. @returns the session it gets, if any, and the page of the console it goes to: a failure is told there. */
  async finish(errandToken: string | undefined, query: string, origin: Origin): Promise<{ path: string; signedIn?: SignedIn }> {
    const errand = errandToken === undefined ? null : verifyToken<Errand>(this.keys, errandToken, this.clock.now());
    if (!errand) return { path: withProblem('/sign-in', 'organisation/federation-stale') };
    const way = errand.linkTo === undefined ? '/sign-in' : errand.path;
    try {
      const { kind, opened } = await this.openedProvider(errand.provider);
      const returned = new URL(errand.redirectUri);
      returned.search = query;
      const subject = await this.doors.of(kind).identify(opened, errand, returned);
      if (errand.linkTo !== undefined) {
        await this.link(errand.linkTo, errand.provider, subject, origin);
        return { path: errand.path };
      }
      return { path: errand.path, signedIn: await this.enter(errand.provider, subject, origin) };
    } catch (error) {
      if (error instanceof DoorClosed) this.log.warn({ provider: errand.provider, reason: error.message }, 'an identity provider named nobody');
      else if (!(error instanceof Refusal)) throw error;
      return { path: withProblem(way, error instanceof Refusal ? error.code : 'organisation/federation-failed') };
    }
  }

  links(actor: Person): Promise<(LinkedIdentity & { provider: IdentityProvider })[]> {
    return this.work.read(doorkeeper(LINK), LINK, async (tx) => {
      const linked = await this.identities.of(tx, actor.accountId);
      const known = new Map((await this.providers.named(tx, linked.map((one) => one.providerId))).map((one) => [one.id, one]));
      return linked.map((one) => ({ ...one, provider: known.get(one.providerId)! }));
    });
  }

  unlink(actor: Person, providerId: string): Promise<void> {
    return this.work.run(doorkeeper(UNLINK), UNLINK, async (tx) => {
      const account = await this.accounts.byId(tx, actor.accountId);
      if (!account || !(await this.identities.unlink(tx, providerId, account.id))) throw refuse('organisation/identity-absent');
      tx.audit({ object: `account:${account.id}`, jurisdictionId: chainOf(account.jurisdictions), detail: { provider: providerId } });
    });
  }

  private async sendOut(provider: string, errand: Pick<Errand, 'path' | 'linkTo'>): Promise<Begun> {
    const { kind, opened } = await this.openedProvider(provider);
    const ask = newAsk(`${this.config.consoleOrigin}/api/session/federation/callback`);
    try {
      const url = await this.doors.of(kind).begin(opened, ask);
      return { url, errand: signToken(this.keys, { ...ask, ...errand, provider } satisfies Errand, new Date(this.clock.now().getTime() + ASK_FOR_MS)) };
    } catch (error) {
      if (!(error instanceof DoorClosed)) throw error;
      this.log.warn({ provider, reason: error.message }, 'an identity provider could not be reached');
      throw refuse('organisation/federation-failed');
    }
  }

  private async openedProvider(id: string): Promise<{ kind: IdentityProvider['kind']; opened: OpenedProvider }> {
    const sealed = await this.work.read(doorkeeper(SIGN_IN), SIGN_IN, (tx) => this.providers.sealed(tx, id));
    if (!sealed?.active) throw refuse('organisation/identity-provider-absent');
    const opened = await this.work.read(doorkeeper(SIGN_IN, [sealed.bureauId]), SIGN_IN, (tx) => this.secrets.open(tx, sealed));
    return { kind: sealed.kind, opened };
  }

  /** The outside identity is the first factor; a post that asks for a second one still gets none of its rights before it. */
  private async enter(providerId: string, subject: string, origin: Origin): Promise<SignedIn> {
    const known = await this.work.read(doorkeeper(SIGN_IN), SIGN_IN, async (tx) => {
      const accountId = await this.identities.accountOf(tx, providerId, subject);
      return accountId === undefined ? undefined : this.accounts.byId(tx, accountId);
    });
    if (!known) throw refuse('organisation/identity-unlinked');
    const signedIn = await this.work.run(doorkeeper(SIGN_IN, known.jurisdictions), SIGN_IN, async (tx) => {
      const account = (await this.accounts.forUpdate(tx, known.id))!;
      const entry = { object: `account:${account.id}`, jurisdictionId: chainOf(account.jurisdictions) };
      if (account.state !== 'active' || isLocked(account, tx.now) || !this.sessions.isOpenTo(account)) {
        tx.audit({ ...entry, action: 'organisation.sign-in-failed', detail: { provider: providerId, ip: origin.ip ?? null } });
        return null;
      }
      if (!account.hasSecondFactor) await this.accounts.noteSignIn(tx, account.id);
      tx.audit({ ...entry, detail: { provider: providerId, secondFactorAsked: account.hasSecondFactor, ip: origin.ip ?? null } });
      return this.sessions.open(tx, account, origin);
    });
    if (!signedIn) throw refuse('organisation/identity-unlinked');
    return signedIn;
  }

  private async link(accountId: string, providerId: string, subject: string, origin: Origin): Promise<void> {
    const present = origin.oldToken ? await this.sessions.personOf(origin.oldToken, { ip: origin.ip }) : null;
    // Whoever comes back must be the one who went out, and still be signed in.
    if (!present || present.accountId !== accountId || present.unfinished !== undefined) throw refuse('platform/sign-in-needed');
    await this.work.run(doorkeeper(LINK), LINK, async (tx) => {
      const account = (await this.accounts.byId(tx, accountId))!;
      if (!(await this.identities.link(tx, providerId, subject, accountId))) throw refuse('organisation/identity-taken');
      tx.audit({ object: `account:${accountId}`, jurisdictionId: chainOf(account.jurisdictions), detail: { provider: providerId, ip: origin.ip ?? null } });
    });
  }
}

const withProblem = (path: string, code: string): string => `${path}?problem=${encodeURIComponent(code)}`;
