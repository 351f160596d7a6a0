import { type Actor, chinaDayOf, isUuid, refuse, Refusal } from '@heliotrope/kernel';
import { Notifier, pageOf, readCursor, TellsTodos, type Todo, type TodoSource, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { checkStateOf, POSTS, proposedPlace, schoolYearOf } from '../../rules/index.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { StaffList } from '../staff/staff-list.service.js';
import { WatcherRepository } from '../watch/watcher.repository.js';
import type { AppointBody } from './appointment.dto.js';
import { AppointmentService, personIn } from './appointment.service.js';
import type { AcceptedDto, ProposalPageDto } from './post-proposal.dto.js';
import { type Proposal, PostProposalRepository, type ProposalRow } from './post-proposal.repository.js';

const ACCEPT = 'organisation.accept-posts';
const AT_ONCE = 100;
const LINK = '/roles/proposals';

/**
 * Posts that a staff list proposes: brought by the system administrator, given by a security administrator, who are never
 * the same person. Each is an appointment like any other, in a transaction of its own: one that does not fit stops no other.
 */
@TellsTodos(ACCEPT)
export class PostProposals implements TodoSource {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PostProposalRepository) private readonly proposals: PostProposalRepository,
    @Inject(AppointmentService) private readonly appointments: AppointmentService,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(StaffList) private readonly staff: StaffList,
    @Inject(WatcherRepository) private readonly watchers: WatcherRepository,
    @Inject(Notifier) private readonly notifier: Notifier,
  ) {}

  /** Within the import's own act. @returns how many of them nobody had proposed before and nobody holds. */
  async propose(tx: Tx, jurisdictionId: number, importId: string, rows: readonly Proposal[]): Promise<number> {
    const day = chinaDayOf(tx.now);
    const added = rows.length === 0 ? 0 : await this.proposals.add(tx, { jurisdictionId, importId, by: personIn(tx.actor), day }, rows);
    if (added > 0) {
      const accountIds = (await this.watchers.watchersOf(jurisdictionId, 'security-admin', day)).filter((id) => id !== personIn(tx.actor));
      await this.notifier.tell(tx, { jurisdictionId, accountIds, kind: 'organisation/posts-proposed', title: `人员名单提出${added}个岗位，等待您任命`, link: LINK });
    }
    return added;
  }

  list(actor: Actor, cursor: string | undefined, limit = 50): Promise<ProposalPageDto> {
    return this.work.read(actor, ACCEPT, async (tx) => {
      const page = pageOf(await this.proposals.waiting(tx, readCursor(cursor, 'id', 'whole'), limit + 1), limit, (row) => [row.importId, row.row]);
      const everyDays = this.staff.everyDaysFor(tx);
      const items = [];
      for (const row of page.items) {
        const fault = await faultOf(async () => this.appointments.judged(tx, await this.bodyOf(tx, row)));
        items.push({
          id: row.id, row: row.row, fileName: row.fileName, name: row.name, username: row.username, post: row.kind, orgName: row.orgName, classText: row.classText,
          proposedByName: row.proposedByName, proposedAt: row.proposedAt, checkState: checkStateOf([row.kind], row.checkedOn, chinaDayOf(tx.now), everyDays),
          fault: fault && { code: fault.code, message: fault.zh },
        });
      }
      return { items, nextCursor: page.nextCursor, waiting: await this.proposals.count(tx), asOf: tx.now };
    });
  }

  /** Every fitting one of the next hundred that she has seen; asked again with `next` until there are no more. */
  async accept(actor: Actor, seen: { readonly asOf: Date; readonly after?: string | undefined }): Promise<AcceptedDto> {
    const found = await this.work.read(actor, ACCEPT, (tx) => this.proposals.waiting(tx, readCursor(seen.after, 'id', 'whole'), AT_ONCE + 1));
    const { items, nextCursor } = pageOf(found, AT_ONCE, (row) => [row.importId, row.row]);
    const told = { accepted: 0, heldAlready: 0, refused: [] as AcceptedDto['refused'][number][] };
    for (const row of items.filter((one) => one.proposedAt <= seen.asOf)) {
      try {
        const state = await this.work.run(actor, ACCEPT, (tx) => this.settle(tx, row.id));
        if (state === 'accepted') told.accepted += 1;
        if (state === 'held-already') told.heldAlready += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        told.refused.push({ id: row.id, row: row.row, name: row.name, post: row.kind, code: error.code, message: error.zh });
      }
    }
    return { ...told, next: nextCursor };
  }

  decline(actor: Actor, id: string, reason: string): Promise<void> {
    return this.work.run(actor, ACCEPT, async (tx) => {
      const row = isUuid(id) ? await this.proposals.forUpdate(tx, id) : undefined;
      if (!row) throw refuse('organisation/proposal-absent');
      if (row.state !== 'waiting') throw refuse('organisation/proposal-settled');
      if (row.proposedBy === personIn(actor)) throw refuse('organisation/proposal-own');
      await this.proposals.settle(tx, row, personIn(actor), { state: 'declined', reason: reason.trim() });
      tx.audit({ object: `account:${row.accountId}`, action: 'organisation.decline-post', jurisdictionId: row.jurisdictionId, detail: { proposalId: id, post: row.kind, schoolId: row.schoolId } });
    });
  }

  async todos(tx: Tx): Promise<Todo[]> {
    const n = await this.proposals.count(tx);
    return n === 0 ? [] : [{ id: 'post-proposals', kind: 'organisation/posts-proposed', title: `有${n}个岗位等待任命`, link: LINK, dueAt: null }];
  }

  /** Settled by somebody else meanwhile: nothing is done twice. */
  private async settle(tx: Tx, id: string): Promise<ProposalRow['state']> {
    const row = await this.proposals.forUpdate(tx, id);
    const entry = { object: `post-proposal:${id}`, ...(row ? { jurisdictionId: row.jurisdictionId } : {}) };
    if (!row || row.state !== 'waiting') {
      tx.audit({ ...entry, detail: { settledBefore: true } });
      return 'waiting';
    }
    const body = await this.bodyOf(tx, row);
    const fault = await faultOf(() => this.appointments.judged(tx, body));
    if (fault?.code === 'organisation/post-held') {
      await this.proposals.settle(tx, row, personIn(tx.actor), { state: 'held-already' });
      tx.audit({ ...entry, detail: { heldAlready: true } });
      return 'held-already';
    }
    const { id: postId } = await this.appointments.give(tx, body, { proposalId: id });
    await this.proposals.settle(tx, row, personIn(tx.actor), { state: 'accepted', postId });
    return 'accepted';
  }

  /** The appointment this row asks for, from today on. @throws Refusal when she brought the list herself, or the school has no such class. */
  private async bodyOf(tx: Tx, row: ProposalRow): Promise<AppointBody> {
    if (row.proposedBy === personIn(tx.actor)) throw refuse('organisation/proposal-own');
    const day = chinaDayOf(tx.now);
    const base = { accountId: row.accountId, post: row.kind, validFrom: day, reason: `人员名单第${row.row}行` };
    if (row.schoolId === null) return { ...base, bureauId: row.jurisdictionId };
    if (POSTS[row.kind].reach !== 'classes') return { ...base, schoolId: row.schoolId };
    const school = await this.schools.school(tx, row.schoolId);
    if (!school) throw refuse('organisation/school-absent');
    const classes = await this.schools.classes(tx, school.id, schoolYearOf(day));
    const place = proposedPlace(row.kind, row.classText, { ...school, classes }, day);
    if ('unknown' in place) throw refuse('organisation/proposal-classes', { classes: place.unknown });
    return { ...base, schoolId: school.id, classIds: [...place.classIds], ...(place.grade ? { grade: place.grade } : {}) };
  }
}

async function faultOf(judge: () => Promise<unknown>): Promise<Refusal | null> {
  try {
    await judge();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
