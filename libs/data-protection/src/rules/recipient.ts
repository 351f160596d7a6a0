import { type SchoolDay, verdictOf, type Verdict } from '@heliotrope/kernel';
import type { LegalBasis } from './purpose.js';

/*
 * Who gets data of pupils, under which contract, and may this be given to them today? Source: 个人信息保护法 21 (entrusted
 * processors: contract with purpose, period, method, kinds), 23 (giving to another processor needs separate consent);
 * 网络数据安全管理条例 12 (contract, and a record of each provision kept at least three years).
 */

/** A processor works for us on our terms; another controller decides by itself what it does with the data. */
export type RecipientKind = 'processor' | 'other-controller' | 'joint-controller';
export const RECIPIENT_KINDS: Readonly<Record<RecipientKind, string>> = {
  processor: '受托方', 'other-controller': '接收方', 'joint-controller': '共同处理者',
};

export interface RecipientForProvision {
  readonly kind: RecipientKind;
  readonly contractFrom: SchoolDay;
  readonly contractUntil: SchoolDay;
  readonly endedOn: SchoolDay | null;
  readonly dataClasses: readonly string[];
}

/** May these kinds of data be given to this recipient on this day, and on this ground? Both days of the contract count. */
export function mayProvide(recipient: RecipientForProvision, of: { dataClasses: readonly string[]; basis: LegalBasis | null }, on: SchoolDay): Verdict<string> {
  const faults: string[] = [];
  if (recipient.endedOn !== null && recipient.endedOn <= on) faults.push('data-protection/recipient-state');
  if (on < recipient.contractFrom || on > recipient.contractUntil) faults.push('data-protection/provision-outside-contract');
  if (of.dataClasses.some((one) => !recipient.dataClasses.includes(one))) faults.push('data-protection/provision-class-not-agreed');
  if (recipient.kind !== 'processor' && of.basis === null) faults.push('data-protection/provision-needs-basis');
  return verdictOf(faults);
}

export type ContractStanding = 'running' | 'ending' | 'over' | 'not-begun';
const ENDING_DAYS = 30;

/** How does the contract stand? Within its last thirty days it is ending, so that somebody renews it or takes the data back. */
export function contractStanding(recipient: Pick<RecipientForProvision, 'contractFrom' | 'contractUntil' | 'endedOn'>, on: SchoolDay): ContractStanding {
  if ((recipient.endedOn !== null && recipient.endedOn <= on) || on > recipient.contractUntil) return 'over';
  if (on < recipient.contractFrom) return 'not-begun';
  const left = (Date.parse(recipient.contractUntil) - Date.parse(on)) / 86_400_000;
  return left < ENDING_DAYS ? 'ending' : 'running';
}
