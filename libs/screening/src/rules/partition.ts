import type { InstrumentDefinition } from './instrument.js';

/** What is wrong with a definition, and where. `code` is stable; the Chinese sentence is for whoever imports a scale. */
export interface DefinitionFault {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/**
 * Is every item scored exactly once? Takes the scores named in `partition` and finds each item in exactly one of them,
 * or in `unscored` and in none. Returns the faults, empty when the key is whole. Published code is full of keys that
 * fail this: SCL-90 factors as consecutive blocks, MSSMHS with 59 keyed items.
 *
 * Does not decide whether an item is in the right sub-scale; only a comparison with the publication does.
 */
export function partitionFaults(definition: Pick<InstrumentDefinition, 'items' | 'scores' | 'partition' | 'unscored'>): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const homes = new Map<number, string[]>(definition.items.map((item) => [item.no, []]));
  const settle = (no: number, home: string) => {
    const found = homes.get(no);
    if (found) found.push(home);
    else faults.push({ code: 'instrument/unknown-item', path: home, message: `${home} 引用了不存在的第 ${no} 题` });
  };
  for (const id of definition.partition) {
    const score = definition.scores.find((candidate) => candidate.id === id);
    if (score) score.items.forEach((no) => settle(no, id));
    else faults.push({ code: 'instrument/unknown-score', path: 'partition', message: `分量表（partition）中的 ${id} 不是本量表的分数` });
  }
  definition.unscored.forEach((no) => settle(no, 'unscored'));
  for (const [no, found] of homes) {
    if (found.length === 0) faults.push({ code: 'instrument/item-not-scored', path: `items.${no}`, message: `第 ${no} 题没有计入任何分量表` });
    if (found.length > 1) faults.push({ code: 'instrument/item-scored-twice', path: `items.${no}`, message: `第 ${no} 题被重复计分：${found.join('、')}` });
  }
  return faults;
}
