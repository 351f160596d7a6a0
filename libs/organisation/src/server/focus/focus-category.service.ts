import { type Actor, chinaDayOf, refuse, type SchoolDay } from '@heliotrope/kernel';
import { newId, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { categoryFault, type CategoryDecision, withDecisions } from '../../rules/index.js';
import { givenDay } from '../reading/given-day.js';
import { oneBureau } from '../reading/one-bureau.js';
import type { BureauCategoriesDto, BureauCategoryDto, CategoryBody, CloseCategoryBody } from './focus-category.dto.js';
import { type CategoryDecisionRow, FocusCategoryRepository, lastOfEachDay } from './focus-category.repository.js';
import { FocusReader } from './focus-reader.service.js';

const EDIT = 'organisation.edit-focus-categories';

/** A bureau's own list of categories: the papers' list, to which it adds, which it renames and closes, each from a day on. */
@Injectable()
export class FocusCategoryService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(FocusCategoryRepository) private readonly decisions: FocusCategoryRepository,
    @Inject(FocusReader) private readonly reader: FocusReader,
  ) {}

  list(actor: Actor, jurisdictionId: number | undefined): Promise<BureauCategoriesDto> {
    return this.work.read(actor, EDIT, (tx) => this.shown(tx, oneBureau(tx.scopes, jurisdictionId)));
  }

  add(actor: Actor, body: CategoryBody): Promise<BureauCategoryDto> {
    const code = `own-${newId().slice(-12)}`;
    return this.decide(actor, body.jurisdictionId, code, { ...body, isClosed: false }, null);
  }

  /** Gives a category another name from a day on; one that was closed may be chosen again. */
  rename(actor: Actor, code: string, seen: number, body: CategoryBody): Promise<BureauCategoryDto> {
    return this.decide(actor, body.jurisdictionId, code, { ...body, isClosed: false }, seen);
  }

  close(actor: Actor, code: string, seen: number, body: CloseCategoryBody): Promise<BureauCategoryDto> {
    return this.decide(actor, body.jurisdictionId, code, { ...body, isClosed: true }, seen);
  }

  private decide(
    actor: Actor, asked: number | undefined, code: string, wish: { name?: string; fromOn: string; isClosed: boolean }, seen: number | null,
  ): Promise<BureauCategoryDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const bureau = oneBureau(tx.scopes, asked);
      const today = chinaDayOf(tx.now);
      await this.decisions.lock(tx, bureau);
      const held = seen === null ? undefined : (await this.shown(tx, bureau)).items.find((one) => one.code === code);
      if (seen !== null && !held) throw refuse('organisation/category-absent');
      if (held) sameVersion(seen!, held);
      if (wish.isClosed && !held!.isOpen) throw refuse('organisation/category-closed');
      const decision = { code, name: (wish.name ?? held!.name).normalize('NFC').trim(), fromOn: givenDay(wish.fromOn), isClosed: wish.isClosed };
      const fault = categoryFault(decision, wish.isClosed ? [] : await this.othersOn(tx, bureau, code, decision.fromOn), today);
      if (fault && !(wish.isClosed && fault === 'name')) throw refuse(`organisation/category-${fault}`);
      await this.decisions.decide(tx, bureau, decision, (held?.version ?? 0) + 1);
      tx.audit({ object: `focus-category:${code}`, jurisdictionId: bureau, detail: { fromOn: decision.fromOn, closed: decision.isClosed } });
      return (await this.shown(tx, bureau)).items.find((one) => one.code === code)!;
    });
  }

  /** Every other name in force on that day or decided for a later one: two never meet under one name. */
  private async othersOn(tx: Tx, bureau: number, code: string, day: SchoolDay) {
    const decided = lastOfEachDay(await this.decisions.of(tx, [bureau])).filter((one) => one.code !== code);
    const then = withDecisions(this.reader.ofPapers(bureau, day), decided, day);
    return [...then, ...decided.filter((one) => one.fromOn > day && !one.isClosed)].filter((one) => one.code !== code);
  }

  private async shown(tx: Tx, bureau: number): Promise<BureauCategoriesDto> {
    const day = chinaDayOf(tx.now);
    const all = await this.decisions.of(tx, [bureau]);
    const decided = lastOfEachDay(all);
    const papers = this.reader.ofPapers(bureau, day);
    const open = withDecisions(papers, decided, day);
    const codes = [...new Set([...papers.map((one) => one.code), ...decided.map((one) => one.code)])];
    const items = codes.map((code): BureauCategoryDto => {
      const paper = papers.find((one) => one.code === code);
      const own = decided.filter((one) => one.code === code);
      const now = open.find((one) => one.code === code);
      return {
        code, name: now?.name ?? lastName(own, day) ?? paper?.name ?? own[0]!.name, isOfPaper: paper !== undefined, paperName: paper?.name ?? null, isOpen: now !== undefined,
        coming: own.filter((one) => one.fromOn > day).map(({ name, fromOn, isClosed }) => ({ name, fromOn, isClosed })),
        version: Math.max(0, ...all.filter((one) => one.code === code).map((one) => one.version)),
      };
    });
    const sources = this.policy.applicable(bureau, 'focus.categories', day).all.filter((one) => one.authority === 'document').map((one) => `${one.source} ${one.clause}`);
    return { items, sources: [...new Set(sources)] };
  }
}

const lastName = (own: readonly (CategoryDecision & Pick<CategoryDecisionRow, 'version'>)[], day: SchoolDay): string | undefined =>
  own.filter((one) => one.fromOn <= day).at(-1)?.name;
