import { describe, expect, it } from '@jest/globals';
import { keyMeaning } from './question-keys.js';

const press = (key: string, target: object = { tagName: 'BODY' }, more = {}) =>
  keyMeaning({ key, target, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more }, 4, 1);

describe('keys on a question', () => {
  it.each([
    ['1', { act: 'press', position: 0 }],
    ['4', { act: 'press', position: 3 }],
    ['5', undefined],
    ['ArrowDown', { act: 'move', position: 2 }],
    ['ArrowUp', { act: 'move', position: 0 }],
    ['ArrowRight', { act: 'next' }],
    ['ArrowLeft', { act: 'previous' }],
    ['Enter', { act: 'next' }],
    ['a', undefined],
  ])('%s', (key, meaning) => {
    expect(press(key)).toEqual(meaning);
  });

  it('Enter on a button presses the button, and a held key is one key', () => {
    expect(press('Enter', { tagName: 'BUTTON' })).toBeUndefined();
    expect(press('Enter', { tagName: 'BODY' }, { repeat: true })).toBeUndefined();
    expect(press('2', { tagName: 'BODY' }, { repeat: true })).toBeUndefined();
  });

  it('leaves the browser its own shortcuts', () => {
    expect(press('1', { tagName: 'BODY' }, { ctrlKey: true })).toBeUndefined();
  });

  it('works while a radio has the focus', () => {
    expect(press('ArrowDown', { tagName: 'INPUT', type: 'radio' })).toEqual({ act: 'move', position: 2 });
    expect(press('ArrowDown', { tagName: 'INPUT', type: 'checkbox' })).toBeUndefined();
  });
});
