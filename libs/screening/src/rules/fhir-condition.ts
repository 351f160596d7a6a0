import { type AskedWhen, type Comparison, holds } from './instrument.js';

type Json = Readonly<Record<string, unknown>>;

interface Asked {
  readonly no: number;
  readonly options: readonly { readonly value: number; readonly code: string }[];
}

/**
 * Can this `enableWhen` be said as one comparison over earlier questions, of which any suffices? FHIR lists answers one
 * by one; `= 1 or = 2 or = 3` of a question with the options 0–3 is `>= 1`. Gives the condition, or the reason why not.
 *
 * @param before the earlier questions by linkId.
 * @param hint the comparison the writer of the file had in mind; taken when it says the same as the list.
 */
export function conditionOf(
  conditions: readonly Json[],
  behaviour: 'any' | 'all',
  before: ReadonlyMap<string, Asked>,
  hint: { readonly op: Comparison; readonly value: number } | null,
): AskedWhen | { readonly fault: string } {
  const enabling = new Map<Asked, Set<number>>();
  for (const condition of conditions) {
    const asked = before.get(String(condition['question']));
    if (!asked) return { fault: `条件引用了 ${String(condition['question'])}，它不是前面的单选题` };
    const values = fulfilling(condition, asked);
    if (!values) return { fault: `条件 ${String(condition['operator'])} 不支持` };
    const known = enabling.get(asked);
    if (!known) enabling.set(asked, values);
    else enabling.set(asked, behaviour === 'any' ? new Set([...known, ...values]) : new Set([...known].filter((value) => values.has(value))));
  }
  if (behaviour === 'all' && enabling.size > 1) return { fault: '须同时满足几道题的条件（enableBehavior = all）不支持' };
  const all = [...new Set([...enabling.values()].flatMap((values) => [...values]))].sort((a, b) => a - b);
  const candidates = [...(hint ? [hint] : []), ...(['=', '>=', '<='] as const).flatMap((op) => all.map((value) => ({ op, value })))];
  const fits = candidates.find(({ op, value }) =>
    [...enabling].every(([asked, values]) => asked.options.every((option) => holds(option.value, op, value) === values.has(option.value))));
  return fits ? { items: [...enabling.keys()].map((asked) => asked.no), ...fits } : { fault: '条件不能写成一个比较，请拆开或简化' };
}

/** Which printed values of the question fulfil this condition? Null: a condition that is not about its answer's value. */
function fulfilling(condition: Json, asked: Asked): Set<number> | null {
  const operator = condition['operator'];
  const coding = condition['answerCoding'] as Json | undefined;
  const number = condition['answerInteger'] ?? condition['answerDecimal'];
  const meant = coding ? asked.options.find((option) => option.code === String(coding['code']))?.value : number;
  if (typeof meant !== 'number') return null;
  const values = asked.options.map((option) => option.value);
  if (operator === '!=') return new Set(values.filter((value) => value !== meant));
  if (operator === '=' || (!coding && (operator === '>' || operator === '<' || operator === '>=' || operator === '<='))) {
    return new Set(values.filter((value) => holds(value, operator, meant)));
  }
  return null;
}
