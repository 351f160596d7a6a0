import { clientScopes, defineClientScopes } from '@heliotrope/kernel';

/*
 * What may a bureau's own system be allowed? The scopes of the 1EdTech OneRoster 1.2 rostering service (REST binding,
 * 19 September 2022). What a pupil has answered, a level, a case: no scope opens them, and none will (三员分立 holds for
 * machines as well).
 */

const ONEROSTER = 'https://purl.imsglobal.org/spec/or/v1p2/scope';

export const ROSTER_CORE = `${ONEROSTER}/roster-core.readonly`;
export const ROSTER = `${ONEROSTER}/roster.readonly`;
export const ROSTER_DEMOGRAPHICS = `${ONEROSTER}/roster-demographics.readonly`;

/** Collections and single records by their number. */
export const READ_CORE = 'organisation.exchange-core';
/** Beside these, what belongs to one school, class or person. */
export const READ_NESTED = 'organisation.exchange-nested';
/** Birth dates and sex. */
export const READ_DEMOGRAPHICS = 'organisation.exchange-demographics';

export const rosterScopes = defineClientScopes({
  [ROSTER_CORE]: { zh: '读取名册：学校、学期、班级、师生与任教就读关系', rights: [READ_CORE], aboutPupils: true },
  [ROSTER]: { zh: '读取名册，并可按学校、班级、个人查询', rights: [READ_CORE, READ_NESTED], aboutPupils: true },
  [ROSTER_DEMOGRAPHICS]: { zh: '读取学生的出生日期与性别', rights: [READ_DEMOGRAPHICS], aboutPupils: true },
});

/**
 * Which scopes does a token get?
 * @param asked the `scope` parameter: names separated by single spaces; nothing means all that the client may have.
 * @returns the scopes in the order asked for, or null when one of them is not the client's (RFC 6749 §5.2 invalid_scope).
 */
export function scopesFor(asked: string | undefined, allowed: readonly string[]): readonly string[] | null {
  if (asked === undefined || asked === '') return allowed;
  const names = [...new Set(asked.split(' '))];
  return names.every((name) => allowed.includes(name)) ? names : null;
}

/** The names among these that no domain declares. */
export function unknownScopes(names: readonly string[]): readonly string[] {
  return names.filter((name) => !clientScopes().has(name));
}
