import { expect, it } from '@jest/globals';
import { shipped, shippedLibrary } from '../testing/index.js';
import { pupilForm } from './pupil-form.js';

it('a pupil’s device learns words and printed options, no weight, key, cut or band', () => {
  for (const { definition } of shippedLibrary().all()) {
    const form = pupilForm(definition);
    if (form === null) continue;
    expect(Object.keys(form).sort()).toEqual(['instructions', 'instrument', 'items', 'options', 'recall', 'title', 'version']);
    for (const item of form.items) expect(['no', 'text', 'options', 'askedWhen']).toEqual(expect.arrayContaining(Object.keys(item)));
    expect(JSON.stringify(form)).not.toMatch(/reverse|critical|severity|band|threshold|positive|partition/);
  }
});

it('there is no form before the licence holder brings the wording', () => {
  expect(pupilForm(shipped('mht').definition)).toBeNull();
  expect(pupilForm(shipped('phq-9').definition)?.items).toHaveLength(9);
});

it('options are printed in the order of the form', () => {
  expect(pupilForm(shipped('asq').definition)?.options.map((option) => option.value)).toEqual([1, 0]);
});
