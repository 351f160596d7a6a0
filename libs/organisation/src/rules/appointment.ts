import { addDays, isWithin, type Scope, type SchoolDay } from '@heliotrope/kernel';
import { type PostKind, POSTS } from './post.js';
import { postsClash } from './separation.js';

/*
 * May this person be given this post, from this day to that, by whoever wants to? The security administrator gives every
 * post of her bureau and below, a school leader those at classes of his own school. It does not decide who may appoint at
 * all: that is a right like others.
 */

/** A post as it is wanted. */
export interface WantedPost {
  readonly accountId: string;
  readonly kind: PostKind;
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
  readonly classIds: readonly string[];
  readonly grade: { readonly stage: string; readonly entryYear: number } | null;
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay | null;
}

/** A post of the same person, as it stands. */
export interface StandingPost extends WantedPost {
  readonly id: string;
}

export interface AppointmentQuestion {
  readonly wanted: WantedPost;
  readonly today: SchoolDay;
  readonly bureauKind: 'province' | 'city' | 'county';
  /** What the same person holds or will hold. */
  readonly standing: readonly StandingPost[];
  /** On leave: whose place is taken meanwhile. */
  readonly replaced: StandingPost | null;
}

export type AppointmentFault = { readonly code: string; readonly details: Readonly<Record<string, string>> };

const OFFICER_AT: Partial<Record<PostKind, { readonly kind: string; readonly place: string }>> = {
  'county-officer': { kind: 'county', place: '县（区）教育局' },
  'city-officer': { kind: 'city', place: '市教育局' },
  'province-officer': { kind: 'province', place: '省教育厅' },
};

/** May somebody with these scopes give or end this kind of post at this place? At one school only posts at classes. */
export function mayAppointAt(scopes: readonly Scope[], post: { readonly kind: PostKind; readonly jurisdictionId: number; readonly schoolId: string | null }): boolean {
  return scopes.some((scope) => isWithin([scope], post) && (scope.schools === 'all' || POSTS[post.kind].reach === 'classes'));
}

/** The first thing that stands against the appointment, or null. */
export function appointmentFault({ wanted, today, bureauKind, standing, replaced }: AppointmentQuestion): AppointmentFault | null {
  const { name, reach } = POSTS[wanted.kind];
  const fault = (code: string, details: Record<string, string> = {}): AppointmentFault => ({ code: `organisation/${code}`, details: { post: name, ...details } });
  if (wanted.validFrom < today || (wanted.validUntil !== null && wanted.validUntil < wanted.validFrom)) return fault('post-days');
  const atSchool = reach !== 'bureau';
  if (atSchool !== (wanted.schoolId !== null)) return fault('post-place', { place: atSchool ? '学校' : '教育局' });
  const office = OFFICER_AT[wanted.kind];
  if (office && office.kind !== bureauKind) return fault('post-place', { place: office.place });
  if ((reach === 'classes') !== (wanted.classIds.length > 0 || wanted.grade !== null)) return fault('post-classes');
  if (replaced !== null) {
    if (wanted.validUntil === null) return fault('replacement-until');
    if (replaced.kind !== wanted.kind || replaced.accountId === wanted.accountId || !samePlace(replaced, wanted)) return fault('replacement-kind');
  }
  for (const held of standing.filter((one) => overlaps(one, wanted))) {
    if (postsClash(held.kind, wanted.kind)) return fault('posts-clash', { held: POSTS[held.kind].name });
    if (held.kind === wanted.kind && samePlace(held, wanted) && sameClasses(held, wanted)) return fault('post-held');
  }
  return null;
}

/** The last day of a post that is to end on this day: one that has not begun ends before it begins. Null: it may not. */
export function lastDayOf(post: Pick<StandingPost, 'validFrom' | 'validUntil'>, wantedLast: SchoolDay, today: SchoolDay): SchoolDay | null {
  if (wantedLast < addDays(today, -1) || (post.validUntil !== null && (post.validUntil < today || wantedLast > post.validUntil))) return null;
  return wantedLast < post.validFrom ? addDays(post.validFrom, -1) : wantedLast;
}

interface Days {
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay | null;
}

function overlaps(one: Days, other: Days): boolean {
  return (one.validUntil === null || one.validUntil >= other.validFrom) && (other.validUntil === null || other.validUntil >= one.validFrom);
}

function samePlace(one: { jurisdictionId: number; schoolId: string | null }, other: { jurisdictionId: number; schoolId: string | null }): boolean {
  return one.jurisdictionId === other.jurisdictionId && one.schoolId === other.schoolId;
}

function sameClasses(one: Pick<WantedPost, 'classIds' | 'grade'>, other: Pick<WantedPost, 'classIds' | 'grade'>): boolean {
  if (one.classIds.length === 0 && other.classIds.length === 0) {
    return one.grade?.stage === other.grade?.stage && one.grade?.entryYear === other.grade?.entryYear;
  }
  return one.classIds.some((id) => other.classIds.includes(id));
}
