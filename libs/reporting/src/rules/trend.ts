import type { Shown } from '@heliotrope/policy/rules';
import { coverage, type FiveNumbers } from '@heliotrope/screening/rules';
import type { CountedScore } from './score-counts.js';
import type { ShownLine } from './crossed-counts.js';
import { printedShare, type ReportBlock, type ReportCell } from './report-document.js';

/** A form as one round used it. */
export interface UsedForm {
  readonly instrument: string;
  readonly version: string;
  readonly title: string;
}

/** One round of the place, as a later report tells it again. */
export interface PastRound {
  readonly title: string;
  readonly progress: FiveNumbers;
  readonly forms: readonly UsedForm[];
  /** All pupils of the place by level; null where levels are not told of it. */
  readonly levels: (ShownLine & { readonly columns: readonly string[] }) | null;
  readonly scores: readonly (CountedScore & { readonly whole: ShownLine })[];
}

export type Comparability = 'same' | 'other-version' | 'only-now' | 'only-then';

/**
 * May two rounds' scores be laid side by side? Only where both used the same form in the same version: a version is raised
 * whenever a question, the key or a cut changes, and then the same number means something else.
 *
 * Source: docs/domain-facts.md §1.1 (f); libs/screening/src/rules/instrument.ts, `version`.
 */
export function comparability(now: readonly UsedForm[], then: readonly UsedForm[]): { form: UsedForm; was: UsedForm | null; is: Comparability }[] {
  const key = ({ instrument }: UsedForm) => instrument;
  return [
    ...now.map((form) => {
      const was = then.find((one) => key(one) === key(form)) ?? null;
      return { form, was, is: was === null ? ('only-now' as const) : was.version === form.version ? ('same' as const) : ('other-version' as const) };
    }),
    ...then.filter((form) => !now.some((one) => key(one) === key(form))).map((form) => ({ form, was: form, is: 'only-then' as const })),
  ];
}

/** The same in words. */
export function comparedInWords(now: PastRound, then: PastRound): string[] {
  return comparability(now.forms, then.forms).map(({ form, was, is }) => {
    const name = `《${form.title}》`;
    switch (is) {
      case 'same':
        return `${name}与“${then.title}”所用版本相同（${form.version}），得分可以直接比较。`;
      case 'other-version':
        return `${name}与“${then.title}”所用版本不同（本轮 ${form.version}，该轮 ${was!.version}）：题目、计分或界限有改动，得分不可直接比较，下面不并列。`;
      case 'only-now':
        return `${name}在“${then.title}”中没有使用，无从比较。`;
      case 'only-then':
        return `${name}只在“${then.title}”中使用，本轮没有，无从比较。`;
    }
  });
}

const parted = (count: Shown, of: Shown): ReportCell => (count === null ? null : of === null || of === 0 ? count : `${count}（${printedShare(count / of)}）`);

/**
 * How has this place come along over its rounds, newest first? Participation always; levels, since people decide them by the
 * same words; scores only from rounds that used the same version. What an earlier report had to hide stays hidden.
 *
 * @param past earlier rounds, the newest first; none: a sentence that says so.
 */
export function trendBlocks(now: PastRound, past: readonly PastRound[]): ReportBlock[] {
  if (past.length === 0) return [{ kind: 'text', text: '此前没有可以比较的轮次。' }];
  const rounds = [now, ...past];
  const levels = rounds.flatMap(({ title, levels: line }) => (line && line.columns.join() === now.levels?.columns.join() ? [{ title, line }] : []));
  const blocks: ReportBlock[] = [
    { kind: 'notes', lines: [...past.flatMap((then) => comparedInWords(now, then)), '有效率不同的轮次，人数多少也随参测人数变化，请连同占比一起看。'] },
    {
      kind: 'table', name: '历次参测', head: ['轮次', '应测', '有效完成', '拒绝', '有效率'],
      rows: rounds.map(({ title, progress }) => [title, progress.eligible, progress.completed, progress.refused, printedShare(coverage(progress))]),
    },
  ];
  if (levels.length > 1) {
    blocks.push({
      kind: 'table', name: '历次等级', head: ['轮次', ...now.levels!.columns, '合计'],
      rows: levels.map(({ title, line }) => [title, ...line.cells.map((cell) => parted(cell, line.total)), line.total]),
    });
  }
  for (const [at, score] of now.scores.entries()) {
    const same = rounds.flatMap(({ title, scores }) => {
      const found = scores.find((one) => one.instrument === score.instrument && one.version === score.version && one.score === score.score);
      return found ? [{ title, whole: found.whole }] : [];
    });
    if (same.length < 2) continue;
    blocks.push({ kind: 'text', text: `${score.form} · ${score.name}：` }, {
      kind: 'table', name: `历次得分${at + 1}`, head: ['轮次', ...score.columns, '合计'],
      rows: same.map(({ title, whole }) => [title, ...whole.cells.map((cell) => parted(cell, whole.total)), whole.total]),
    });
  }
  return blocks;
}
