import { describe, expect, it } from '@jest/globals';
import { readPack } from './index.js';

const document = { kind: 'notice', title: '某通知', issuers: ['某教育局'], validity: 'in-force', datedOn: '2025-03-06' };
const pack = (row: object, paper: object = {}) => ({ pack: 'x-2025', region: 530500, document: { ...document, ...paper }, values: [row] });
const month = { key: 'screening.month', value: 10, clause: '五' };
const faults = (raw: unknown) => readPack(raw).faults.map((fault) => `${fault.path.join('.')}: ${fault.message}`);

describe('a pack', () => {
  it('gives each row its paper, its region and the day of the paper', () => {
    const reading = readPack(pack(month, { number: '某教发〔2025〕1号' }));
    expect(reading.pack?.values[0]).toMatchObject({
      id: 'x-2025/screening.month', value: 10, unit: 'month', source: '某通知(某教发〔2025〕1号)', region: 530500,
      authority: 'document', seen: 'original', from: '2025-03-06', until: null,
    });
  });

  it('takes a third as a third', () => {
    const reading = readPack(pack({ key: 'lessons.content-share', value: '1/3', clause: '四' }));
    expect(reading.pack?.values[0]?.value).toBe(1 / 3);
  });

  it.each([
    ['an unknown key', { ...month, key: 'screening.moon' }, 'values.0.key: one of '],
    ['a value out of range', { ...month, value: 13 }, 'values.0.value: a number from 1 to 12'],
    ['a number as text', { ...month, value: '10' }, 'values.0.value: a number from 1 to 12'],
    ['a row of a paper without its clause', { ...month, clause: undefined }, 'values.0.clause: the clause of the paper'],
    ['a default without its reason', { key: 'screening.month', value: 10, authority: 'platform-default' }, 'values.0.note: for a default'],
    ['an end before the beginning', { ...month, until: '2025-03-05' }, 'values.0.until: a day not before 2025-03-06'],
    ['a day that is none', { ...month, from: '2025-02-30' }, 'values.0.from: a day, YYYY-MM-DD'],
    ['a misspelt field', { ...month, valeu: 1 }, 'values.0.valeu: unknown field'],
    ['a level without its word', { key: 'severity.scale', clause: '一', value: { numbering: 'worst-first', levels: [{ colour: 'red' }] } }, 'values.0.value.levels.0.label: a text'],
    ['a telephone number that YAML made a number', { key: 'help.lines', clause: '一', value: [{ name: 'x', phone: 12356, hours: 'y' }] }, 'values.0.value.0.phone: a text'],
    ['a time nobody can read', { key: 'review.interview-due', clause: '一', value: { 3: 'soon' } }, 'values.0.value.3: a time such as'],
    ['a sixth ordinal', { key: 'review.interview-due', clause: '一', value: { 5: 'same day' } }, 'values.0.value.5: unknown field'],
  ])('is refused for %s', (_, row, fault) => expect(faults(pack(row)).join('\n')).toContain(fault));

  it('whose paper has no day must date its rows', () => {
    expect(faults(pack(month, { datedOn: null }))).toEqual(['values.0.from: a day: the paper itself has none']);
  });

  it('names every fault at once', () => {
    const found = faults({ pack: 'X', region: -1, document: { ...document, kind: 'rumour' }, values: [] });
    expect(found).toHaveLength(4);
    expect(faults('text')).toEqual([': a table with pack, region, document, values']);
  });

  it('may not hold two rows of one id', () => {
    expect(faults({ ...pack(month), values: [month, month] })).toEqual(['values.1: a second row x-2025/screening.month: give each its own id']);
  });
});
