import type { SchoolDay } from '@heliotrope/kernel';
import type { ScopeWord } from './data-scope.js';
import type { PostKind } from './post.js';
import { type Decided, type GrantDecision, rightOf } from './rights.js';

/*
 * Who gains and who loses what, if this draft came into force? Counted before it does, on its first day, for every bureau
 * it reaches: where a more local bureau has decided otherwise, nothing changes.
 */

/** One cell of a draft. */
export interface GrantEdit {
  readonly action: string;
  readonly post: PostKind;
  readonly word: Decided;
}

/** A bureau below the one that edits, with the bureaus above it, and how many hold which post there. */
export interface ReachedBureau {
  readonly id: number;
  readonly chain: readonly number[];
  readonly holders: ReadonlyMap<PostKind, number>;
}

export interface GrantChange {
  readonly action: string;
  readonly post: PostKind;
  /** At the editing bureau itself; null: not held. */
  readonly before: ScopeWord | null;
  readonly after: ScopeWord | null;
  /** People who get the action, who lose it, and whose reach changes. */
  readonly gaining: number;
  readonly losing: number;
  readonly changing: number;
}

/** @param over every decision of the reached bureaus and of those above them. */
export function previewOf(
  editor: { readonly id: number; readonly chain: readonly number[] }, reached: readonly ReachedBureau[], over: readonly GrantDecision[],
  edits: readonly GrantEdit[], day: SchoolDay,
): GrantChange[] {
  return edits.map(({ action, post, word }) => {
    const before = over.filter((one) => one.action === action && one.post === post);
    const after = [...before, { id: '', seq: Infinity, bureauId: editor.id, action, post, word, validFrom: day }];
    const at = (chain: readonly number[], decisions: readonly GrantDecision[]) => rightOf(action, post, chain, decisions, day);
    const change = { gaining: 0, losing: 0, changing: 0 };
    for (const bureau of reached) {
      const people = bureau.holders.get(post) ?? 0;
      const [was, becomes] = [at(bureau.chain, before), at(bureau.chain, after)];
      if (was === null && becomes !== null) change.gaining += people;
      else if (was !== null && becomes === null) change.losing += people;
      else if (was?.word !== becomes?.word || (was?.word === 'all' && was.bureauId !== becomes?.bureauId)) change.changing += people;
    }
    return { action, post, before: at(editor.chain, before)?.word ?? null, after: at(editor.chain, after)?.word ?? null, ...change };
  });
}
