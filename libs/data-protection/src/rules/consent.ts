import { verdictOf, type Verdict } from '@heliotrope/kernel';
import type { Audience } from './deciders.js';

/*
 * How does consent stand for one pupil and one purpose, what may be said next, and may anybody be asked again? Source: 个人信息
 * 保护法 14–16, 29, 31; 未成年人网络保护条例 32 (no forced consent); 网络数据安全管理条例 22(5) (who refused is not asked again and again). It does
 * not decide whether an act needs consent, nor who decides: see `deciders.ts`.
 */

export type Decision = 'given' | 'refused' | 'withdrawn';
export type ConsentState = 'not-needed' | 'doubtful' | 'given' | 'awaiting' | 'outdated' | 'refused' | 'withdrawn';

/** One line of the register; lines are added and never changed. Later lines stand later in the list. */
export interface ConsentLine {
  readonly audience: Audience;
  readonly decision: Decision;
  /** What was agreed to: the notice's material number. */
  readonly material: number;
  readonly campaignId: string | null;
  /** Does the line's mark fit? One that was changed behind our back says nothing, neither yes nor no. */
  readonly isSound: boolean;
}

export interface ConsentStanding {
  readonly state: ConsentState;
  /** Whose word is missing, outdated, or against it. */
  readonly of: readonly Audience[];
}

/**
 * How consent stands when these must decide. A last word that was tampered with outweighs all others, for nobody knows it;
 * one no outweighs every yes; a yes to an earlier purpose is outdated. A word said anew mends the doubt.
 * @param current the material number of the notice in force for each audience; none published: nobody can have agreed.
 */
export function standingOf(deciders: readonly Audience[], lines: readonly ConsentLine[], current: Partial<Record<Audience, number>>): ConsentStanding {
  if (deciders.length === 0) return { state: 'not-needed', of: [] };
  const said = deciders.map((audience) => ({ audience, last: lastOf(lines, audience) }));
  const whose = (test: (one: (typeof said)[number]) => boolean) => said.filter(test).map(({ audience }) => audience);
  const doubtful = whose(({ last }) => last?.isSound === false);
  if (doubtful.length > 0) return { state: 'doubtful', of: doubtful };
  for (const no of ['withdrawn', 'refused'] as const) {
    const of = whose(({ last }) => last?.decision === no);
    if (of.length > 0) return { state: no, of };
  }
  const silent = whose(({ last }) => last === undefined);
  if (silent.length > 0) return { state: 'awaiting', of: silent };
  const outdated = whose(({ audience, last }) => last!.material !== current[audience]);
  return outdated.length > 0 ? { state: 'outdated', of: outdated } : { state: 'given', of: [] };
}

/** May the pupil's data be worked on? Only consent that is not needed, or given to what is done today, opens the gate. */
export function mayProcess({ state }: ConsentStanding): boolean {
  return state === 'given' || state === 'not-needed';
}

/** May this party be asked in this campaign? Who refused or withdrew in it is left in peace; who agreed need not be asked. */
export function mayAsk(audience: Audience, lines: readonly ConsentLine[], campaignId: string, currentMaterial: number): Verdict<'data-protection/already-asked'> {
  const saidNo = lines.some((line) => line.isSound && line.audience === audience && line.campaignId === campaignId && line.decision !== 'given');
  const last = lastOf(lines, audience);
  const agreesToday = last?.isSound === true && last.decision === 'given' && last.material === currentMaterial;
  return verdictOf(saidNo || agreesToday ? ['data-protection/already-asked'] : []);
}

/**
 * What may this party say now? A yes may be withdrawn, a no become a yes at the person's own wish; nothing is said twice.
 * Over a word that was tampered with anything may be said: it is not known what it was.
 */
export function maySay(
  next: Decision,
  last: Pick<ConsentLine, 'decision' | 'material' | 'isSound'> | undefined,
  currentMaterial: number,
): Verdict<'data-protection/already-said' | 'data-protection/nothing-to-withdraw'> {
  if (last?.isSound === false) return verdictOf([]);
  if (next === 'withdrawn') return verdictOf(last?.decision === 'given' ? [] : ['data-protection/nothing-to-withdraw']);
  const isRepeated = last?.decision === next && (next === 'refused' || last.material === currentMaterial);
  return verdictOf(isRepeated ? ['data-protection/already-said'] : []);
}

export const lastOf = <L extends Pick<ConsentLine, 'audience'>>(lines: readonly L[], audience: Audience): L | undefined =>
  lines.findLast((line) => line.audience === audience);
