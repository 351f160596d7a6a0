import type { TextKey } from '../../locale/language.js';
import type { Account } from './account-admin.api.js';

type Tone = 'idle' | 'live' | 'good' | 'warm' | 'bad';

/** In which words and with which mark an account's state is shown. */
export function stateOf(account: Pick<Account, 'state' | 'hasCode' | 'closesOn' | 'closingReason'>): { tone: Tone; text: TextKey } {
  if (account.state === 'disabled') return { tone: 'idle', text: disabledWhy(account.closingReason) };
  if (account.closesOn) return { tone: 'warm', text: 'account.state.closesOn' };
  if (account.state === 'locked') return { tone: 'bad', text: 'account.state.locked' };
  if (account.state === 'active') return { tone: 'good', text: 'account.state.active' };
  return account.hasCode ? { tone: 'live', text: 'account.state.invited' } : { tone: 'warm', text: 'account.state.noCode' };
}

function disabledWhy(reason: string | null): TextKey {
  if (reason === 'idle') return 'account.state.idle';
  return reason === 'leaver' ? 'account.state.leaver' : 'account.state.disabled';
}
