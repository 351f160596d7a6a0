import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { accountFate, type AccountUse } from './account-closing.js';
import { browserFamily } from './browser-family.js';
import { formerPasswords, PASSWORD_RULE, passwordAge, passwordFaults } from './password.js';
import { POST_KINDS } from './post.js';
import { base32, counterBytes, fromBase32, needsSecondFactor, SECOND_FACTOR, stepsThatCount, totpAddress, totpStep } from './second-factor.js';
import { afterFailure, isLocked, isSessionOver, isSignOfLife, needsOtherHand, sessionNeed, sessionsToEnd, SIGN_IN_LIMITS, type SignInRecord } from './sign-in.js';
import { isPersonName, isSharedName, isUsername, normaliseUsername } from './user-name.js';

const now = new Date('2026-10-12T01:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const DAY = 24 * 60 * 60_000;

describe('a password', () => {
  it.each([
    ['Sun-202', 1], ['Sun-2026', 0], ['sunwardsunward', 1], ['sunward2026', 1], ['sunward-2026', 0], ['SUNWARD-2026', 0], ['向阳向阳向阳-1a', 0],
    ['向阳向阳Aa1', 1], ['Zhangsan-2026', 1], ['NASgnahz-2026', 1], ['short', 2], ['', 2],
    [`Aa1${'x'.repeat(125)}`, 0], [`Aa1${'x'.repeat(126)}`, 1],
  ])('%s has %i faults', (password, count) => expect(passwordFaults(password, 'zhangsan')).toHaveLength(count));

  it.each([['li', 0], ['liy', 1], [' LIY ', 1]])('may hold the user name %p only when that is very short (%i)', (username, count) =>
    expect(passwordFaults('Liy-2026-abc', username)).toHaveLength(count));

  it('is remembered with the four before it', () => {
    expect(formerPasswords('e', ['d', 'c', 'b', 'a'])).toEqual(['e', 'd', 'c', 'b']);
    expect(formerPasswords(null, ['a'])).toEqual(['a']);
    expect(formerPasswords('b', []).length + 1).toBeLessThanOrEqual(PASSWORD_RULE.remembered);
  });

  it.each([
    [0, 'good', 90], [82 * DAY, 'good', 8], [83 * DAY - 1, 'good', 8], [83 * DAY, 'ends-soon', 7], [90 * DAY - 1, 'ends-soon', 1], [90 * DAY, 'over', 0], [-DAY, 'good', 91],
  ])('%i ms old is %s with %i days', (age, state, daysLeft) => expect(passwordAge(later(-age), now)).toEqual({ state, daysLeft }));

  it('that says not since when is over', () => expect(passwordAge(null, now).state).toBe('over'));
});

describe('failures', () => {
  const fresh: SignInRecord = { failedCount: 0, lockedUntil: null, lockCount: 0 };
  const times = (count: number, from: SignInRecord, at: Date) => Array.from({ length: count }).reduce<SignInRecord>((record) => afterFailure(record, at), from);

  it('lock at the fifth for a quarter of an hour, then count anew', () => {
    expect([times(4, fresh, now).failedCount, isLocked(times(4, fresh, now), now)]).toEqual([4, false]);
    const locked = times(5, fresh, now);
    expect(isLocked(locked, later(SIGN_IN_LIMITS.lockMs - 1))).toBe(true);
    expect(isLocked(locked, later(SIGN_IN_LIMITS.lockMs))).toBe(false);
    expect(afterFailure(locked, later(SIGN_IN_LIMITS.lockMs)).failedCount).toBe(1);
  });

  it('lock for half an hour when the account was locked before and not entered since', () => {
    const again = later(SIGN_IN_LIMITS.lockMs);
    const second = times(5, times(5, fresh, now), again);
    expect(second.lockedUntil!.getTime() - again.getTime()).toBe(SIGN_IN_LIMITS.longLockMs);
    expect(SIGN_IN_LIMITS.lockMs).toBeGreaterThanOrEqual(15 * 60_000);
    expect(SIGN_IN_LIMITS.longLockMs).toBeLessThanOrEqual(30 * 60_000);
  });
});

describe('two resets of one account', () => {
  const { resetsApartMs } = SIGN_IN_LIMITS;
  it.each([
    ['never done', { by: null, at: null }, false],
    ['just done by the same', { by: 'account:a', at: now }, true],
    ['done by the same, a moment less than seven days ago', { by: 'account:a', at: later(1 - resetsApartMs) }, true],
    ['done by the same seven days ago', { by: 'account:a', at: later(-resetsApartMs) }, false],
    ['just done by another', { by: 'account:b', at: now }, false],
  ])('need another hand when the other was %s: %o is %s', (_, other, wanted) => expect(needsOtherHand(other, 'account:a', now)).toBe(wanted));
});

describe('a session', () => {
  it('ends when idle, and in any case', () => {
    const times = { lastSeenAt: now, endsAt: later(SIGN_IN_LIMITS.absoluteMs) };
    expect(isSessionOver(times, later(SIGN_IN_LIMITS.idleMs - 1))).toBe(false);
    expect(isSessionOver(times, later(SIGN_IN_LIMITS.idleMs))).toBe(true);
    expect(isSessionOver({ ...times, lastSeenAt: later(SIGN_IN_LIMITS.absoluteMs) }, times.endsAt)).toBe(true);
    expect(isSessionOver({ ...times, lastSeenAt: later(SIGN_IN_LIMITS.absoluteMs - 1) }, later(SIGN_IN_LIMITS.absoluteMs - 1))).toBe(false);
  });

  it('of one account are so many at a time; the oldest makes room, and one that is over takes none', () => {
    const session = (id: string, createdAt: Date, lastSeenAt = now) => ({ id, createdAt, lastSeenAt, endsAt: later(DAY) });
    const ends = (...sessions: ReturnType<typeof session>[]) => sessionsToEnd(sessions, now).map(({ id }) => id);
    const [a, b, c, d] = [session('a', later(-4)), session('b', later(-3)), session('c', later(-2)), session('d', later(-1))];
    expect(ends(a, b)).toEqual([]);
    expect(ends(c, a, b)).toEqual(['a']);
    expect(ends(d, c, a, b)).toEqual(['a', 'b']);
    expect(ends(session('gone', later(-9), later(-SIGN_IN_LIMITS.idleMs)), a, b)).toEqual([]);
  });

  const whole = { passwordChangedAt: now, hasSecondFactor: true, needsSecondFactor: true, secondFactorAt: now };
  it.each([
    ['nothing', whole, null],
    ['the code', { ...whole, secondFactorAt: null }, 'second-factor'],
    ['the code before the old password', { ...whole, secondFactorAt: null, passwordChangedAt: later(-91 * DAY) }, 'second-factor'],
    ['the old password', { ...whole, passwordChangedAt: later(-90 * DAY) }, 'password'],
    ['nothing a moment before the password is old', { ...whole, passwordChangedAt: later(-90 * DAY + 1) }, null],
    ['to enrol', { ...whole, hasSecondFactor: false, secondFactorAt: null }, 'enrol-second-factor'],
    ['to enrol again when the factor was reset after it was shown', { ...whole, hasSecondFactor: false }, 'enrol-second-factor'],
    ['the password before enrolling', { ...whole, hasSecondFactor: false, passwordChangedAt: null }, 'password'],
    ['nothing where no post asks', { ...whole, hasSecondFactor: false, needsSecondFactor: false, secondFactorAt: null }, null],
    ['the code also where no post asks but one was chosen', { ...whole, needsSecondFactor: false, secondFactorAt: null }, 'second-factor'],
  ] as const)('lacks %s', (_, proof, need) => expect(sessionNeed(proof, now)).toBe(need));
});

describe('the second factor', () => {
  it('is decided on for every post: all but those who see no result', () => {
    expect(Object.keys(SECOND_FACTOR).sort()).toEqual([...POST_KINDS].sort());
    expect(POST_KINDS.filter((kind) => !SECOND_FACTOR[kind])).toEqual(['form-teacher', 'grade-head']);
  });

  it.each([
    ['none', [], false], ['one without', [{ kind: 'form-teacher' }], false], ['one of two', [{ kind: 'form-teacher' }, { kind: 'researcher' }], true], ['an unknown one', [{ kind: 'wizard' }], true],
  ])('with %s', (_, posts, needed) => expect(needsSecondFactor(posts)).toBe(needed));

  it('counts steps of half a minute, one to either side, and none twice', () => {
    expect([totpStep(new Date(29_999)), totpStep(new Date(30_000))]).toEqual([0, 1]);
    expect(stepsThatCount(new Date(300_000), 0)).toEqual([10, 9, 11]);
    expect(stepsThatCount(new Date(300_000), 9)).toEqual([10, 11]);
    expect(stepsThatCount(new Date(300_000), 11)).toEqual([]);
  });

  it('writes the counter in eight bytes, also beyond 32 bits', () => {
    expect([...counterBytes(1)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...counterBytes(2 ** 40 + 255)]).toEqual([0, 0, 1, 0, 0, 0, 0, 255]);
  });

  // RFC 4648 §10, without padding.
  it.each([['', ''], ['f', 'MY'], ['fo', 'MZXQ'], ['foo', 'MZXW6'], ['foob', 'MZXW6YQ'], ['fooba', 'MZXW6YTB'], ['foobar', 'MZXW6YTBOI']])('writes %p as %p', (text, code) => {
    expect(base32(new TextEncoder().encode(text))).toBe(code);
    expect(new TextDecoder().decode(fromBase32(code.toLowerCase()))).toBe(text);
  });

  it('reads no letter that base32 does not have', () => expect(() => fromBase32('A1')).toThrow(RangeError));

  it('gives an authenticator app its address', () =>
    expect(totpAddress('向阳', 'li.hua', 'ABC')).toBe('otpauth://totp/%E5%90%91%E9%98%B3:li.hua?secret=ABC&issuer=%E5%90%91%E9%98%B3&algorithm=SHA1&digits=6&period=30'));
});

describe('a user name', () => {
  it.each([['ab', false], ['abc', true], ['li.hua-2_x', true], ['.abc', false], ['Abc', false], ['李华', false], ['a'.repeat(64), true], ['a'.repeat(65), false]])(
    '%s: %p', (text, good) => expect(isUsername(text)).toBe(good));
  it('is compared without spaces and case', () => expect(normaliseUsername(' ＬｉHua ')).toBe('lihua'));
  it.each([['心理室', true], ['初一年级组', true], ['李华', false]])('of %s is shared: %p', (name, shared) => expect(isSharedName(name)).toBe(shared));
  it.each([['李', false], ['李华', true], ['阿依古丽·买买提', true], ['Li Hua', true], ['李华1', false], ['', false]])('stands for the person %s: %p', (name, good) => expect(isPersonName(name)).toBe(good));
});

describe('an account', () => {
  const today = schoolDay('2026-10-12');
  const use = (over: Partial<AccountUse>): AccountUse => ({ lastUsedOn: today, postsUntil: 'open', told: null, ...over });
  const told = (reason: 'idle' | 'leaver', on: string) => ({ reason, on: schoolDay(on) });
  it.each<[string, Partial<AccountUse>, string]>([
    ['in use', {}, 'keep'],
    ['75 days unused', { lastUsedOn: schoolDay('2026-07-29') }, 'keep'],
    ['76 days unused', { lastUsedOn: schoolDay('2026-07-28') }, 'tell idle 2026-10-26'],
    ['76 days unused and told', { lastUsedOn: schoolDay('2026-07-28'), told: told('idle', '2026-10-12') }, 'keep'],
    ['89 days unused and told in time', { lastUsedOn: schoolDay('2026-07-15'), told: told('idle', '2026-09-29') }, 'keep'],
    ['90 days unused and told in time', { lastUsedOn: schoolDay('2026-07-14'), told: told('idle', '2026-09-28') }, 'close idle 2026-10-12'],
    ['long unused, never told', { lastUsedOn: schoolDay('2026-01-01') }, 'tell idle 2026-10-26'],
    ['long unused, told 13 days ago', { lastUsedOn: schoolDay('2026-01-01'), told: told('idle', '2026-09-29') }, 'keep'],
    ['long unused, told 14 days ago', { lastUsedOn: schoolDay('2026-01-01'), told: told('idle', '2026-09-28') }, 'close idle 2026-10-12'],
    ['whose last post ends in 14 days', { postsUntil: schoolDay('2026-10-26') }, 'keep'],
    ['whose last post ends in 13 days', { postsUntil: schoolDay('2026-10-25') }, 'tell leaver 2026-10-26'],
    ['whose last post ended yesterday, told in time', { postsUntil: schoolDay('2026-10-11'), told: told('leaver', '2026-09-28') }, 'close leaver 2026-10-12'],
    ['whose last post ended yesterday, not told', { postsUntil: schoolDay('2026-10-11') }, 'tell leaver 2026-10-26'],
    ['whose last post ends today, told in time', { postsUntil: today, told: told('leaver', '2026-09-01') }, 'keep'],
    ['told of the other reason', { postsUntil: schoolDay('2026-10-11'), told: told('idle', '2026-09-01') }, 'tell leaver 2026-10-26'],
    ['that never had a post', { postsUntil: 'none', lastUsedOn: schoolDay('2026-09-12') }, 'keep'],
  ])('%s', (_, over, wanted) => {
    const fate = accountFate(use(over), today);
    expect(fate.act === 'keep' ? 'keep' : `${fate.act} ${fate.reason} ${fate.on}`).toBe(wanted);
  });
});

describe('a browser', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36', 'Chrome · Windows'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0', 'Edge · Windows'],
    ['Mozilla/5.0 (Linux; Android 14; HarmonyOS) AppleWebKit/537.36 Chrome/99 Mobile Safari/537.36 MicroMessenger/8.0', '微信 · 鸿蒙'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0 wxwork/4.1', '企业微信 · iOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; Kylin) Gecko/2010 Firefox/128.0', 'Firefox · 麒麟'],
    ['curl/8', '其他'], [undefined, '其他'],
  ])('%s', (agent, family) => expect(browserFamily(agent)).toBe(family));
});

describe('a sign of life', () => {
  const last = new Date('2026-10-12T08:00:00+08:00');
  const after = (seconds: number) => new Date(last.getTime() + seconds * 1000);
  it.each([[false, 59, false], [false, 60, false], [false, 61, true], [true, 61, false], [true, 3600, false]])('asked by the page itself: %s, after %i s: %s', (unattended, seconds, is) => {
    expect(isSignOfLife(unattended, { lastSeenAt: last }, after(seconds))).toBe(is);
  });
});
