import { describe, expect, it } from '@jest/globals';

import en from './en.js';
import zh from './zh.js';

function leaves(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => (typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value as object, `${path}${key}.`)));
}

const named = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const english = new Map(leaves(en));

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual(leaves(zh).map(([key]) => key).sort());
  });

  it('take the same values under every key', () => {
    const apart = leaves(zh).filter(([key, words]) => named(english.get(key)!).join() !== named(words).join());
    expect(apart).toEqual([]);
  });

  it('hold nothing that vue-i18n would read as grammar', () => {
    expect([...leaves(zh), ...leaves(en)].filter(([, words]) => /[|@]/.test(words))).toEqual([]);
  });

  it('leave no Chinese in the English words', () => {
    const left = leaves(en).filter(([key, words]) => /[一-鿿]/.test(words) && key !== 'shell.signIn.language');
    expect(left).toEqual([]);
  });
});
