import type { SchoolDay } from '@heliotrope/kernel';
import { defaultWord, type ScopeWord } from './data-scope.js';
import { GRANTS, isPostKind, POST_KINDS, type PostKind } from './post.js';
import { isAdministrator, refusalToGive, refusalToTake } from './separation.js';

/*
 * Which action does a post have, and in which word, at a place on a day? The table in post.ts is the installation's
 * default; over it lie the dated decisions of the bureaus, and the most local one in force wins. Decisions are added and
 * never changed: `inherit` gives back to what stands above.
 */

export type Decided = ScopeWord | 'none' | 'inherit';

/** One decision of a bureau's security administrator: from this day on, this post has this action in this word. */
export interface GrantDecision {
  readonly id: string;
  /** In the order in which they were made: of two decisions for one day the later counts. */
  readonly seq: number;
  readonly bureauId: number;
  readonly action: string;
  readonly post: string;
  readonly word: Decided;
  readonly validFrom: SchoolDay;
}

export interface Right {
  readonly word: ScopeWord;
  /** The bureau that gave it; null: the installation's default. */
  readonly bureauId: number | null;
}

/** Actions of a post that have one word from one bureau: they share a scope. */
export interface RightGroup extends Right {
  readonly actions: ReadonlySet<string>;
}

export interface Rights {
  readonly of: ReadonlyMap<PostKind, readonly RightGroup[]>;
  /** For each bureau that gave 全部: it and all bureaus below it. */
  readonly below: ReadonlyMap<number, readonly number[]>;
}

/**
 * The right of one post to one action, or null.
 *
 * @param chain the bureau of the post and the bureaus above it, nearest first.
 * @param decisions of the bureaus of the chain; those of others are not looked at.
 */
export function rightOf(action: string, kind: PostKind, chain: readonly number[], decisions: readonly GrantDecision[], day: SchoolDay): Right | null {
  const given: Right | null = GRANTS[action]?.includes(kind) ? { word: defaultWord(action, kind), bureauId: null } : null;
  if (isAdministrator(kind)) return given;
  for (const bureauId of chain) {
    const decided = lastOn(decisions.filter((one) => one.bureauId === bureauId && one.action === action && one.post === kind), day);
    if (decided === undefined || decided.word === 'inherit') continue;
    return soundRight(decided);
  }
  return given;
}

/** A decision that the separation forbids, however it came to stand there, gives nothing and takes nothing that must stay. */
function soundRight({ action, post, word, bureauId }: GrantDecision): Right | null {
  const kind = post as PostKind;
  if (word !== 'none' && word !== 'inherit' && refusalToGive(action, kind, word) === null) return { word, bureauId };
  return refusalToTake(action, kind) === null ? null : { word: defaultWord(action, kind), bureauId: null };
}

/** Of decisions on one right: the one that began last on or before the day; of those that began together, the last made. */
export function lastOn(decisions: readonly GrantDecision[], day: SchoolDay): GrantDecision | undefined {
  return decisions
    .filter((one) => one.validFrom <= day)
    .reduce<GrantDecision | undefined>((last, one) => (last === undefined || after(one, last) ? one : last), undefined);
}

function after(one: GrantDecision, other: GrantDecision): boolean {
  return one.validFrom === other.validFrom ? one.seq > other.seq : one.validFrom > other.validFrom;
}

/** Every right of every post under a chain of bureaus, in groups that share a scope. */
export function rightsUnder(
  chain: readonly number[], decisions: readonly GrantDecision[], day: SchoolDay, below: ReadonlyMap<number, readonly number[]> = new Map(),
): Rights {
  const touched = new Map<string, GrantDecision[]>();
  for (const one of decisions) {
    if (!isPostKind(one.post) || !chain.includes(one.bureauId)) continue;
    const key = `${one.post} ${one.action}`;
    touched.set(key, [...(touched.get(key) ?? []), one]);
  }
  const of = new Map<PostKind, readonly RightGroup[]>();
  for (const kind of POST_KINDS) {
    const groups = new Map<string, { word: ScopeWord; bureauId: number | null; actions: Set<string> }>();
    for (const action of Object.keys(GRANTS)) {
      const right = rightOf(action, kind, chain, touched.get(`${kind} ${action}`) ?? [], day);
      if (right === null) continue;
      const key = right.word === 'all' ? `all ${right.bureauId}` : right.word;
      const group = groups.get(key) ?? { ...right, actions: new Set<string>() };
      group.actions.add(action);
      groups.set(key, group);
    }
    of.set(kind, [...groups.values()]);
  }
  return { of, below };
}

/** What holds where no bureau has decided anything. */
export const DEFAULT_RIGHTS: Rights = rightsUnder([], [], '0001-01-01' as SchoolDay);
