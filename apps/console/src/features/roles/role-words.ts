import { isScopeWord } from '@heliotrope/organisation/rules';

import type { Text, TextKey } from '../../locale/language.js';

const DOMAINS = ['organisation', 'screening', 'crisis-escalation', 'reporting', 'platform', 'data-protection', 'policy'];

export const wordName = (t: Text, word: string | null): string => (word === null ? t('roles.matrix.empty') : isScopeWord(word) || word === 'none' || word === 'inherit' ? t(`roles.word.${word}`) : word);
export const postName = (t: Text, post: string): string => t(`roles.post.${post}` as TextKey);
export const domainName = (t: Text, domain: string): string => t(DOMAINS.includes(domain) ? (`roles.domain.${domain}` as TextKey) : 'roles.domain.other');
export const termOf = (t: Text, row: { validFrom: string; validUntil: string | null }): string =>
  row.validUntil ? t('roles.staff.until', { from: row.validFrom, until: row.validUntil }) : t('roles.staff.open', { from: row.validFrom });
