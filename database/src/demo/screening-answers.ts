import type { CompiledInstrument } from '@heliotrope/screening/rules';
import type { Chance } from './chance.js';

/** How a made-up pupil is doing: most are well, some are burdened, few heavily. */
export type Mood = 'well' | 'burdened' | 'heavy' | 'in-danger';

/**
 * The answers such a pupil gives on a form. Items with a critical rule are answered with the least there is, except by
 * those few who are in danger, so that the queue of the district is one that two people can work through.
 */
export function demoAnswers(compiled: CompiledInstrument, mood: Mood, chance: Chance): (number | null)[] {
  const { items, optionSets, critical } = compiled.definition;
  const grave = new Set(critical.map((rule) => rule.item));
  return items.map((item) => {
    const values = optionSets[item.options]!.map((option) => option.value).sort((a, b) => a - b);
    const least = values[0]!;
    const most = values.at(-1)!;
    if (grave.has(item.no)) return mood === 'in-danger' ? most : least;
    const bad = { well: 0.12, burdened: 0.45, heavy: 0.8, 'in-danger': 0.7 }[mood];
    const step = Math.min(values.length - 1, Math.floor((chance.fraction() + chance.fraction()) * bad * values.length));
    return item.reverse ? values[values.length - 1 - step]! : values[step]!;
  });
}

/** Seconds a reader of that age spends on each item. */
export const demoSeconds = (compiled: CompiledInstrument, chance: Chance): number[] =>
  compiled.definition.items.map(() => 3 + chance.below(6));
