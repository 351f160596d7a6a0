/*
 * Is a new password strong enough, and how long may one be kept? Sources: GB/T 22239-2019 8.1.4.1.a with the values of
 * docs/domain-facts.md §4.4 no. 2. Whether it is one of those used before only the server can tell, which holds their
 * hashes; how many of them count is said here.
 */

const DAY_MS = 24 * 60 * 60_000;

export const PASSWORD_RULE = {
  /** In characters, not in bytes. */
  shortest: 8,
  longest: 128,
  /** Of small letters, capitals, digits and everything else. */
  classes: 3,
  /** The one in use among them. */
  remembered: 5,
  daysValid: 90,
  /** So many days before it runs out its owner is reminded. */
  daysWarned: 7,
} as const;

/** What a new password lacks, in words for the user; empty when it will do. */
export function passwordFaults(password: string, username: string): readonly string[] {
  const faults: string[] = [];
  const length = [...password].length;
  if (length < PASSWORD_RULE.shortest) faults.push(`至少${PASSWORD_RULE.shortest}个字符`);
  if (length > PASSWORD_RULE.longest) faults.push(`最多${PASSWORD_RULE.longest}个字符`);
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  if (classes < PASSWORD_RULE.classes) faults.push('大写字母、小写字母、数字、符号中至少有三种');
  if (holdsName(password, username)) faults.push('不能包含用户名');
  return faults;
}

/** A name of one or two letters is in many good passwords by chance. */
function holdsName(password: string, username: string): boolean {
  const [text, name] = [password.toLowerCase(), username.trim().toLowerCase()];
  return name.length >= 3 && (text.includes(name) || text.includes([...name].reverse().join('')));
}

/** Which hashes are kept beside a new password's own: the newest first, together with it `remembered` of them. */
export function formerPasswords(current: string | null, former: readonly string[]): readonly string[] {
  return [...(current === null ? [] : [current]), ...former].slice(0, PASSWORD_RULE.remembered - 1);
}

export interface PasswordAge {
  readonly state: 'good' | 'ends-soon' | 'over';
  /** Whole days that are left; 0 when it is over. */
  readonly daysLeft: number;
}

/** How long does a password still hold? One that does not say since when is over. */
export function passwordAge(changedAt: Date | null, now: Date): PasswordAge {
  if (changedAt === null) return { state: 'over', daysLeft: 0 };
  const leftMs = changedAt.getTime() + PASSWORD_RULE.daysValid * DAY_MS - now.getTime();
  if (leftMs <= 0) return { state: 'over', daysLeft: 0 };
  const daysLeft = Math.ceil(leftMs / DAY_MS);
  return { state: daysLeft <= PASSWORD_RULE.daysWarned ? 'ends-soon' : 'good', daysLeft };
}
