import { type Actor, chinaDayOf, isSchoolDay, isUuid, refuse, type SchoolDay } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { appointmentFault, lastDayOf, mayAppointAt, POSTS, type StandingPost, type WantedPost } from '../../rules/index.js';
import { BureauRepository } from '../reading/bureau.repository.js';
import { SchoolRepository } from '../reading/school.repository.js';
import type { AppointBody, AppointedDto, CandidateDto, EndPostBody } from './appointment.dto.js';
import { AppointmentRepository } from './appointment.repository.js';

const APPOINT = 'organisation.appoint';

/** Posts given and ended. The database ends the person's sessions with either. */
@Injectable()
export class AppointmentService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AppointmentRepository) private readonly posts: AppointmentRepository,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
  ) {}

  candidates(actor: Actor, q: string): Promise<CandidateDto[]> {
    return this.work.read(actor, APPOINT, (tx) => this.posts.candidates(tx, q.trim(), 20));
  }

  appoint(actor: Actor, body: AppointBody): Promise<AppointedDto> {
    return this.work.run(actor, APPOINT, (tx) => this.give(tx, body));
  }

  /** Within an act under way. @throws Refusal whatever stands against it. */
  async give(tx: Tx, body: AppointBody, why: { readonly proposalId?: string } = {}): Promise<AppointedDto> {
    const wanted = await this.judged(tx, body);
    const id = await this.add(tx, wanted, personIn(tx.actor), body);
    tx.audit({
      object: `account:${wanted.accountId}`, action: APPOINT, jurisdictionId: wanted.jurisdictionId,
      detail: { postId: id, post: wanted.kind, schoolId: wanted.schoolId, validFrom: wanted.validFrom, validUntil: wanted.validUntil, replaces: body.replacesPostId ?? null, ...why },
    });
    return { id };
  }

  /** The post as it would be given. @throws Refusal the first thing that stands against it. */
  async judged(tx: Tx, body: AppointBody): Promise<WantedPost> {
    if (body.accountId === personIn(tx.actor)) throw refuse('organisation/post-own');
    const wanted = await this.wanted(tx, body);
    if (!mayAppointAt(tx.scopes, wanted)) throw refuse('organisation/post-not-yours');
    if (!(await this.posts.accountKnown(tx, body.accountId))) throw refuse('organisation/account-absent');
    const replaced = body.replacesPostId === undefined ? null : await this.found(tx, body.replacesPostId);
    const bureau = await this.bureaus.byId(tx, wanted.jurisdictionId);
    const today = chinaDayOf(tx.now);
    const fault = appointmentFault({
      wanted, today, bureauKind: bureau!.kind, standing: await this.posts.standing(tx, body.accountId, today), replaced,
    });
    if (fault) throw refuse(fault.code, fault.details);
    return wanted;
  }

  end(actor: Actor, id: string, body: EndPostBody): Promise<void> {
    return this.work.run(actor, APPOINT, async (tx) => {
      const by = personIn(actor);
      const post = await this.found(tx, id);
      if (!mayAppointAt(tx.scopes, post)) throw refuse('organisation/post-not-yours');
      if (post.accountId === by) throw refuse('organisation/post-own');
      const today = chinaDayOf(tx.now);
      if (post.validUntil !== null && post.validUntil < today) throw refuse('organisation/post-over');
      const lastDay = lastDayOf(post, dayOf(body.lastDay), today);
      if (lastDay === null) throw refuse('organisation/post-days');
      await this.posts.end(tx, post, lastDay, by, body.reason.trim());
      tx.audit({ object: `account:${post.accountId}`, action: 'organisation.end-post', jurisdictionId: post.jurisdictionId, detail: { postId: id, post: post.kind, lastDay } });
    });
  }

  /** The post as asked for, at a place that exists within the caller's reach. */
  private async wanted(tx: Tx, body: AppointBody): Promise<WantedPost> {
    const base = {
      accountId: body.accountId, kind: body.post, classIds: body.classIds ?? [], grade: body.grade ?? null,
      validFrom: dayOf(body.validFrom), validUntil: body.validUntil === undefined ? null : dayOf(body.validUntil),
    };
    if (body.schoolId === undefined) {
      if (body.bureauId === undefined) throw refuse('organisation/post-place', { post: POSTS[body.post].name, place: POSTS[body.post].reach === 'bureau' ? '教育局' : '学校' });
      const seen = tx.scopes.some((scope) => scope.jurisdictions.includes(body.bureauId!));
      if (!seen || !(await this.bureaus.byId(tx, body.bureauId))) throw refuse('organisation/bureau-outside');
      return { ...base, jurisdictionId: body.bureauId, schoolId: null };
    }
    const school = await this.schools.school(tx, body.schoolId);
    if (!school) throw refuse('organisation/school-absent');
    const known = await this.posts.classesOf(tx, school.id, base.classIds);
    if (known !== new Set(base.classIds).size) throw refuse('organisation/post-classes');
    return { ...base, jurisdictionId: school.jurisdictionId, schoolId: school.id };
  }

  private async found(tx: Tx, id: string): Promise<StandingPost> {
    const post = isUuid(id) ? await this.posts.visibleForUpdate(tx, id) : undefined;
    if (!post) throw refuse('organisation/post-absent');
    return post;
  }

  /** Posts under bureaus the caller cannot see are known to the database alone: what it refuses is the same refusal. */
  private async add(tx: Tx, wanted: WantedPost, by: string, body: AppointBody): Promise<string> {
    try {
      return await this.posts.add(tx, wanted, by, { reason: body.reason?.trim() ?? '', replacesPostId: body.replacesPostId ?? null });
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== 'one_side_at_a_time') throw error;
      throw refuse('organisation/posts-clash', { post: POSTS[wanted.kind].name, held: '别处的岗位' });
    }
  }
}

/** An appointment is somebody's decision: no job and no pupil makes one. */
export function personIn(actor: Actor): string {
  if (actor.kind !== 'person') throw refuse('platform/not-allowed');
  return actor.accountId;
}

function dayOf(text: string): SchoolDay {
  if (!isSchoolDay(text)) throw refuse('organisation/day', { day: text });
  return text;
}
