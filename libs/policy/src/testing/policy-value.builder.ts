import { schoolDay } from '@heliotrope/kernel';
import { WHOLE_COUNTRY, type PolicyValue } from '../rules/index.js';

type Parts<V> = Partial<Omit<PolicyValue<V>, 'from' | 'until'>> & { readonly key: string; readonly value: V; readonly from?: string; readonly until?: string };

/** One row of policy, in force since long and everywhere unless said otherwise. */
export function policyValue<V>({ from = '2020-01-01', until, ...parts }: Parts<V>): PolicyValue<V> {
  return {
    id: `test/${parts.key}`, pack: 'test', unit: '', authority: 'document', source: '某通知', clause: '一', seen: 'original',
    requirements: [], note: '', appliesTo: {}, region: WHOLE_COUNTRY, ...parts,
    from: schoolDay(from), until: until === undefined ? null : schoolDay(until),
  };
}
