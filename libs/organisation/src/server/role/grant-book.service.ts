import { type PostGrant, type SchoolDay, type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_RIGHTS, type GrantDecision, grantsOf, type HeldPost, type Rights, rightsUnder } from '../../rules/index.js';
import { BureauRepository } from '../reading/bureau.repository.js';
import { GrantDecisionRepository } from './grant-decision.repository.js';

/** A held post with the stamp of what was decided over its bureau. */
export type StampedPost = HeldPost & { readonly grantsStamp: number };

interface Page {
  readonly stamp: number;
  readonly day: SchoolDay;
  readonly rights: Promise<Rights>;
}

/**
 * What every post may do under each bureau, read once and kept until the stamp of its chain of bureaus or the day is
 * another. The stamp comes with the posts themselves, so a request costs a look into a Map and no query of its own.
 */
@Injectable()
export class GrantBook {
  private readonly pages = new Map<number, Page>();

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(GrantDecisionRepository) private readonly decisions: GrantDecisionRepository,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
  ) {}

  /** What these posts allow on this day. */
  async grantsOf(posts: readonly StampedPost[], day: SchoolDay): Promise<PostGrant[]> {
    const grants: PostGrant[] = [];
    for (const post of posts) grants.push(...grantsOf(post, day, await this.rightsAt(post.jurisdictionId, post.grantsStamp, day)));
    return grants;
  }

  private rightsAt(bureauId: number, stamp: number, day: SchoolDay): Promise<Rights> {
    const known = this.pages.get(bureauId);
    if (known?.stamp === stamp && known.day === day) return known.rights;
    const rights = this.read(bureauId, day);
    this.pages.set(bureauId, { stamp, day, rights });
    rights.catch(() => this.pages.delete(bureauId)); // not remembered as the answer
    return rights;
  }

  /** The rights under one bureau as they will stand on any day, from the rows and not from what is kept. */
  read(bureauId: number, day: SchoolDay): Promise<Rights> {
    return this.openChain(bureauId, async (tx, chain) => {
      const decisions = await this.decisions.of(tx, chain);
      if (decisions.length === 0) return DEFAULT_RIGHTS;
      const below = new Map<number, readonly number[]>();
      for (const giver of new Set(decisions.flatMap((one) => (one.word === 'all' ? [one.bureauId] : [])))) {
        below.set(giver, await this.bureaus.withAllBelow(tx, giver));
      }
      return rightsUnder(chain, decisions, day, below);
    });
  }

  /** The bureau and those above it, with all they have decided: for the page that shows where each right comes from. */
  decidedOver(bureauId: number): Promise<{ chain: number[]; decisions: GrantDecision[] }> {
    return this.openChain(bureauId, async (tx, chain) => ({ chain, decisions: await this.decisions.of(tx, chain) }));
  }

  /** What stands above a bureau lies outside the scope of whoever works in it: the system reads it, and only the rights. */
  private async openChain<T>(bureauId: number, ask: (tx: Tx, chain: number[]) => Promise<T>): Promise<T> {
    const reader = (scope: SystemActor['scope']): SystemActor => ({ kind: 'system', rule: 'organisation.rights-in-force', scope });
    const chain = await this.work.read(reader(wholeJurisdictions()), 'organisation.recognise', (tx) => this.decisions.chain(tx, bureauId));
    return this.work.read(reader(wholeJurisdictions(...chain)), 'organisation.recognise', (tx) => ask(tx, chain));
  }
}
