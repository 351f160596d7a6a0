import { type Actor, chinaDayOf, declaredActions, type FieldFault, isSchoolDay, isWithin, refuse, type SchoolDay } from '@heliotrope/kernel';
import { pageOf, readCursor, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  GRANTS, type GrantChange, type GrantDecision, type GrantEdit, lastOn, POST_KINDS, type PostKind, POSTS, previewOf, type ReachedBureau,
  refusalToGive, refusalToTake, rightOf, SCOPE_WORDS, type ScopeWord,
} from '../../rules/index.js';
import { BureauRepository, type BureauRow } from '../reading/bureau.repository.js';
import { GrantBook } from './grant-book.service.js';
import { GrantDraftRepository } from './grant-draft.repository.js';
import { type DecisionRow, GrantDecisionRepository } from './grant-decision.repository.js';
import type { DecisionPageDto, DecisionQuery, RoleChangesDto, RoleDecideBody, RoleDraftBody, RoleQuery, RolesDto, SavedDraftDto, SaveDraftBody } from './role.dto.js';

const READ = 'organisation.read-grants';
const EDIT = 'organisation.edit-grants';

/** What each post may do under a bureau: seen, tried out on paper, decided, and told again later. */
@Injectable()
export class RoleService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(GrantDecisionRepository) private readonly decisions: GrantDecisionRepository,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
    @Inject(GrantBook) private readonly book: GrantBook,
    @Inject(GrantDraftRepository) private readonly drafts: GrantDraftRepository,
  ) {}

  rights(actor: Actor, query: RoleQuery): Promise<RolesDto> {
    return this.work.read(actor, READ, async (tx) => {
      const bureau = await this.bureauFor(tx, query.bureauId);
      const on = dayOf(query.on, tx);
      const { chain, decisions } = await this.book.decidedOver(bureau.id);
      const own = decisions.filter((one) => one.bureauId === bureau.id);
      const names = await this.bureaus.named(tx, chain);
      const actions = actionNames();
      return {
        bureau: { id: bureau.id, name: bureau.name },
        above: chain.slice(1).map((id) => ({ id, name: names.find((one) => one.id === id)?.name ?? '' })),
        on,
        actions,
        rights: POST_KINDS.flatMap((post) => actions.flatMap(({ action }) => {
          const right = rightOf(action, post, chain, decisions, on);
          return right === null ? [] : [{ action, post, ...right }];
        })),
        coming: own.filter((one) => one.validFrom > on).map(shown),
        own: standing(own, on).map(shown),
      };
    });
  }

  /** Who would gain and who would lose what. Nothing is written. */
  preview(actor: Actor, draft: RoleDraftBody): Promise<RoleChangesDto> {
    return this.work.read(actor, EDIT, async (tx) => (await this.weigh(tx, draft)).changes);
  }

  /** Puts a draft in force from its day on. */
  decide(actor: Actor, draft: RoleDecideBody): Promise<RoleChangesDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const { bureau, validFrom, changes } = await this.weigh(tx, draft);
      if (actor.kind !== 'person') throw refuse('platform/not-allowed');
      await this.decisions.add(tx, bureau.id, validFrom, draft.reason.trim(), actor.accountId, draft.edits);
      if (draft.draftVersion !== undefined) await this.keep(tx, bureau.id, [], actor.accountId, draft.draftVersion);
      tx.audit({
        object: `bureau:${bureau.id}`, jurisdictionId: bureau.id,
        detail: { validFrom, edits: changes.items.map(({ action, post, before, after, gaining, losing }) => ({ action, post, before, after, gaining, losing })) },
      });
      return changes;
    });
  }

  /** The draft of the bureau as it was last saved, by whichever of its administrators. */
  savedDraft(actor: Actor, bureauId: number | undefined): Promise<SavedDraftDto> {
    return this.work.read(actor, EDIT, async (tx) => this.drafted(tx, (await this.bureauFor(tx, bureauId)).id));
  }

  /** Keeps an unfinished draft, over the one that was read; without edits it is given up. */
  saveDraft(actor: Actor, body: SaveDraftBody, seen: number): Promise<SavedDraftDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const bureau = await this.bureauFor(tx, body.bureauId);
      if (actor.kind !== 'person') throw refuse('platform/not-allowed');
      await this.keep(tx, bureau.id, body.edits, actor.accountId, seen);
      tx.audit({ object: `bureau:${bureau.id}`, action: 'organisation.draft-grants', jurisdictionId: bureau.id, detail: { edits: body.edits.length } });
      return this.drafted(tx, bureau.id);
    });
  }

  private async keep(tx: Tx, bureauId: number, edits: readonly GrantEdit[], by: string, seen: number): Promise<void> {
    sameVersion(seen, await this.drafted(tx, bureauId));
    if (!(await this.drafts.save(tx, bureauId, edits, by, seen))) sameVersion(-1, await this.drafted(tx, bureauId)); // saved in the same moment
  }

  private async drafted(tx: Tx, bureauId: number): Promise<SavedDraftDto> {
    const row = await this.drafts.of(tx, bureauId);
    return row ? { ...row, edits: [...row.edits] } : { edits: [], savedByName: null, savedAt: null, version: 0 };
  }

  history(actor: Actor, query: DecisionQuery): Promise<DecisionPageDto> {
    const limit = query.limit ?? 50;
    return this.work.read(actor, READ, async (tx) => {
      const bureau = await this.bureauFor(tx, query.bureauId);
      const rows = await this.decisions.history(tx, bureau.id, readCursor(query.cursor, 'id')?.[0] ?? null, limit + 1);
      const page = pageOf(rows, limit, (row) => [row.id]);
      return { ...page, items: page.items.map((row) => ({ ...shown(row), ...authorOf(row), actionName: nameOf(row.action) })) };
    });
  }

  private async weigh(tx: Tx, draft: RoleDraftBody): Promise<{ bureau: BureauRow; validFrom: SchoolDay; changes: RoleChangesDto }> {
    const bureau = await this.bureauFor(tx, draft.bureauId);
    const validFrom = dayOf(draft.validFrom, tx);
    if (validFrom < chinaDayOf(tx.now)) throw refuse('organisation/grant-day-past');
    if (draft.edits.length === 0) throw refuse('organisation/grant-nothing');
    const faults = draft.edits.flatMap((edit, at) => faultsOf(edit).map((fault) => ({ edit, fault: { field: `edits.${at}`, ...fault } })));
    if (faults[0]) throw refuse(faults[0].fault.code, { ...wordsOf(faults[0].edit), errors: faults.map(({ fault }) => fault) });
    const { chain, decisions } = await this.book.decidedOver(bureau.id);
    const reached = await this.reached(tx, bureau.id, draft.edits.map((one) => one.post), validFrom);
    const below = await this.decisions.of(tx, reached.map((one) => one.id).filter((id) => id !== bureau.id));
    const items = previewOf({ id: bureau.id, chain }, reached, [...decisions, ...below], draft.edits, validFrom);
    return { bureau, validFrom, changes: { validFrom, items: items.map(named) } };
  }

  /** The bureau and all below it, with those above each and who holds which post there. */
  private async reached(tx: Tx, bureauId: number, posts: readonly PostKind[], day: SchoolDay): Promise<ReachedBureau[]> {
    const ids = await this.bureaus.withAllBelow(tx, bureauId);
    const rows = await this.bureaus.named(tx, ids);
    const counts = await this.decisions.holders(tx, ids, posts, day);
    return rows.map((row) => ({
      id: row.id, chain: [row.id, ...[...row.ancestorIds].reverse()],
      holders: new Map(counts.filter((one) => one.bureauId === row.id).map((one) => [one.post, one.people])),
    }));
  }

  /** The bureau asked for, or the highest one of the person's own; another's looks like none. */
  private async bureauFor(tx: Tx, asked: number | undefined): Promise<BureauRow> {
    const whole = tx.scopes.filter((scope) => scope.schools === 'all');
    if (asked !== undefined && !isWithin(whole, { jurisdictionId: asked })) throw refuse('organisation/bureau-outside');
    const rows = await this.bureaus.named(tx, asked === undefined ? whole.flatMap((scope) => scope.jurisdictions) : [asked]);
    const [first] = rows.sort((a, b) => a.ancestorIds.length - b.ancestorIds.length || a.id - b.id);
    if (!first) throw refuse('organisation/bureau-outside');
    return first;
  }
}

/** The decision that stands for each cell on this day, of one bureau's own. */
function standing(own: readonly GrantDecision[], on: SchoolDay): GrantDecision[] {
  const cells = new Map<string, GrantDecision[]>();
  for (const one of own) cells.set(`${one.post} ${one.action}`, [...(cells.get(`${one.post} ${one.action}`) ?? []), one]);
  return [...cells.values()].flatMap((list) => lastOn(list, on) ?? []).filter((one) => one.word !== 'inherit');
}

function faultsOf(edit: GrantEdit): Omit<FieldFault, 'field'>[] {
  const { action, post, word } = edit;
  const code = word === 'inherit' ? null : word === 'none' ? refusalToTake(action, post) : refusalToGive(action, post, word);
  return code === null ? [] : [{ code, message: refuse(code, wordsOf(edit)).zh }];
}

const nameOf = (action: string): string => declaredActions().get(action) ?? action;
const wordsOf = ({ action, post, word }: GrantEdit) => ({ action: nameOf(action), post: POSTS[post].name, word: SCOPE_WORDS[word as ScopeWord] ?? word });
const shown = ({ id, action, post, word, validFrom }: GrantDecision) => ({ id, action, post, word, validFrom });
const authorOf = ({ reason, decidedByName, decidedAt }: DecisionRow) => ({ reason, decidedByName, decidedAt });
const named = (change: GrantChange) => ({ ...change, actionName: nameOf(change.action) });

/** In the order of the table, which is the order of the domains. */
function actionNames(): { action: string; name: string }[] {
  return Object.keys(GRANTS).flatMap((action) => {
    const name = declaredActions().get(action);
    return name === undefined ? [] : [{ action, name }];
  });
}

function dayOf(text: string | undefined, tx: Tx): SchoolDay {
  if (text === undefined) return chinaDayOf(tx.now);
  if (!isSchoolDay(text)) throw refuse('organisation/day', { day: text });
  return text;
}
