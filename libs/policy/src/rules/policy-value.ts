import type { SchoolDay } from '@heliotrope/kernel';

/**
 * Where does the number come from? `document`: a paper says it. `platform-default`: no paper gives a number and the
 * platform proposes one, which a bureau may change; it never stands against a number of a paper.
 */
export type Authority = 'document' | 'platform-default';

/** The paper behind a pack. Every field may be unknown except the title and who issued it. */
export interface PolicyDocument {
  readonly kind: 'notice' | 'measures' | 'plan' | 'reply' | 'meeting-report' | 'collection';
  readonly title: string;
  readonly issuers: readonly string[];
  /** 文号 */
  readonly number: string | null;
  /** 索引号 */
  readonly index: string | null;
  readonly datedOn: SchoolDay | null;
  readonly publishedOn: SchoolDay | null;
  /** 有效性, as the issuer states it; `unstated` when it does not. */
  readonly validity: 'in-force' | 'ended' | 'unstated';
  /** 文种 and addressees, upstream papers: what a registry shows and no rule reads. */
  readonly addressees: readonly string[];
  readonly upstream: readonly string[];
}

/** To whom a value applies: every attribute named must match one of its words. Empty: to everybody. */
export type Subject = Readonly<Record<string, readonly string[]>>;

/** One number (or word, list, table) of policy: what, from which clause of which paper, where, and when. */
export interface PolicyValue<V = unknown> {
  /** `pack/row`, stable over versions of the pack. */
  readonly id: string;
  readonly pack: string;
  readonly key: string;
  readonly value: V;
  readonly unit: string;
  readonly authority: Authority;
  /** The paper of this row: title and 文号 where it has one. */
  readonly source: string;
  readonly clause: string;
  /** Did the author of the row read the paper itself, or a report of it? A default has neither. */
  readonly seen: 'original' | 'report' | 'none';
  readonly requirements: readonly string[];
  readonly note: string;
  readonly appliesTo: Subject;
  readonly region: number;
  readonly from: SchoolDay;
  /** The last day, inclusive. Null: until something replaces it. */
  readonly until: SchoolDay | null;
}
