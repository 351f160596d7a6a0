import { describe, expect, it } from '@jest/globals';

import { stateOf } from './account-words.js';

describe('the state of an account', () => {
  const account = { state: 'active', hasCode: false, closesOn: null, closingReason: null } as const;
  it.each([
    ['in use', account, 'account.state.active'],
    ['locked', { ...account, state: 'locked' }, 'account.state.locked'],
    ['about to close, before anything else', { ...account, state: 'locked', closesOn: '2026-12-01' }, 'account.state.closesOn'],
    ['with a code', { ...account, state: 'invited', hasCode: true }, 'account.state.invited'],
    ['without a code', { ...account, state: 'invited' }, 'account.state.noCode'],
    ['closed by hand', { ...account, state: 'disabled', closingReason: 'administrator' }, 'account.state.disabled'],
    ['closed unused', { ...account, state: 'disabled', closingReason: 'idle' }, 'account.state.idle'],
    ['closed after the last post', { ...account, state: 'disabled', closingReason: 'leaver' }, 'account.state.leaver'],
  ] as const)('%s', (_, one, text) => expect(stateOf(one).text).toBe(text));
});
