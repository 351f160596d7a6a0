import { addDays, chinaDayOf, type SchoolDay } from '@heliotrope/kernel';

/*
 * What is an API client allowed to be, and who must agree to it? The system administrator writes it down, the security
 * administrator approves it, as both do for people (三员分立, GB/T 22239-2019 8.1.4.2.d). The days and minutes are those
 * of this product; no notice gives any.
 */

export const CLIENT_LIMITS = {
  tokenSeconds: 3600,
  /** How long the old secret goes on when a new one is made, unless it is to end at once. */
  overlapDays: 7,
  longestDays: 366,
  addresses: 20,
  schools: 50,
  perMinute: { least: 10, usual: 600, most: 6000 },
  /** Requests for tokens, right or wrong, of one client. */
  tokensPerMinute: 20,
} as const;

export const CLIENT_STATES = { proposed: '待批准', active: '已启用', disabled: '已停用' } as const;
export type ClientState = keyof typeof CLIENT_STATES;

/** What a client may do, where, from where and until when. */
export interface ClientReach {
  readonly scopes: readonly string[];
  /** None: every school of the bureau. */
  readonly schoolIds: readonly string[];
  /** Address blocks, `203.0.113.8/32`. */
  readonly addresses: readonly string[];
  readonly expiresOn: SchoolDay;
  readonly perMinute: number;
}

/**
 * Does the change open anything that was not open before? Then it must be approved anew; a client that only loses goes
 * on. Blocks of addresses are compared as they are written: a smaller block is a new one.
 */
export function widens(before: ClientReach, after: ClientReach): boolean {
  const more = (was: readonly string[], is: readonly string[]) => is.some((one) => !was.includes(one));
  const moreSchools = before.schoolIds.length > 0 && (after.schoolIds.length === 0 || more(before.schoolIds, after.schoolIds));
  return more(before.scopes, after.scopes) || moreSchools || more(before.addresses, after.addresses) ||
    after.expiresOn > before.expiresOn || after.perMinute > before.perMinute;
}

/** May a client be written down with this last day? Today at the earliest, and for a year at the most. */
export function isFittingLastDay(day: SchoolDay, today: SchoolDay): boolean {
  return today <= day && day <= addDays(today, CLIENT_LIMITS.longestDays);
}

/** Is this client let in now? Its last day counts whole. */
export function isOpen(client: { readonly state: ClientState; readonly expiresOn: SchoolDay }, now: Date): boolean {
  return client.state === 'active' && chinaDayOf(now) <= client.expiresOn;
}

/**
 * Is this a block of addresses that says something: `address` or `address/prefix`, IPv4 not wider than /16, IPv6 not wider than
 * /32? A wider one would let in half a country.
 */
export function isFittingBlock(block: string): boolean {
  const found = /^([0-9a-fA-F:.]{3,45})(?:\/(\d{1,3}))?$/.exec(block);
  if (!found) return false;
  const six = found[1]!.includes(':');
  const length = found[2] === undefined ? undefined : Number(found[2]);
  if (!six && !isIpv4(found[1]!)) return false;
  return length === undefined || (six ? length >= 32 && length <= 128 : length >= 16 && length <= 32);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
