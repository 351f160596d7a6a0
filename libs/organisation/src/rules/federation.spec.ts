import { describe, expect, it } from '@jest/globals';
import { ownPath, PROVIDER_KINDS, PROVIDERS } from './federation.js';

describe('where a browser is sent after signing in', () => {
  it.each([
    ['/', '/'],
    ['/screening/rounds?state=open#top', '/screening/rounds?state=open#top'],
    [undefined, '/'],
    ['', '/'],
    ['screening', '/'],
    ['//elsewhere.example/', '/'],
    ['/\\elsewhere.example', '/'],
    ['/a\\b', '/'],
    ['https://elsewhere.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/a b', '/'],
    ['/a\nb', '/'],
    [`/${'a'.repeat(500)}`, '/'],
  ])('%s leads to %s', (path, place) => {
    expect(ownPath(path)).toBe(place);
  });
});

describe('outside doors', () => {
  it.each(PROVIDER_KINDS)('%s has a name, and stands at a secure address or at one that is named', (kind) => {
    expect(PROVIDERS[kind].name).not.toBe('');
    expect(PROVIDERS[kind].address ?? 'https://').toMatch(/^https:\/\//);
  });
});
