import type { SchoolDay } from '@heliotrope/kernel';
import type { WordFound } from '../../rules/item-wording.js';
import type { ApprovalDto, InstrumentDetailDto, InstrumentDto } from './instrument.dto.js';
import type { GivenApproval } from './instrument.repository.js';
import { obstacles, type StandingInstrument } from './instrument-shelf.service.js';

/** What a list shows: no item, no weight, no cut. */
export function listed(one: StandingInstrument, bureaus: ReadonlyMap<number, string>, day: SchoolDay): InstrumentDto {
  const { definition } = one.shelved;
  const found = obstacles(one, null, day);
  return {
    key: `${definition.code}@${definition.version}`,
    code: definition.code, version: definition.version, title: definition.title, edition: definition.edition, items: definition.items.length,
    grades: { from: definition.grades.from, to: definition.grades.to }, mode: definition.mode, demonstration: definition.demonstration,
    source: definition.source, licence: definition.licence.line,
    owner: one.held ? (bureaus.get(one.held.jurisdictionId) ?? null) : null,
    usable: found.length === 0,
    obstacles: found,
    approvedGrades: inForce(one.approvals, day).map(({ gradeFrom, gradeTo, validUntil }) => ({ from: gradeFrom, to: gradeTo, validUntil })),
    licenceUntil: definition.wording === 'licensed' ? (one.licence?.validUntil ?? null) : null,
  };
}

interface Seen {
  readonly bureaus: ReadonlyMap<number, string>;
  readonly name: (ref: string | null | undefined) => string;
  readonly day: SchoolDay;
  readonly own: number;
  readonly words: readonly WordFound[];
  readonly methodsFromGrade: number;
}

/** The words a person has to read before approving, and how they are counted in words; the key itself goes out as a file only. */
export function detailOf(one: StandingInstrument, { bureaus, name, day, own, words, methodsFromGrade }: Seen): InstrumentDetailDto {
  const { definition, checksum } = one.shelved;
  return {
    ...listed(one, bureaus, day),
    checksum, informant: definition.informant, recall: definition.recall, instructions: definition.instructions, minSeconds: definition.minSeconds,
    wording: definition.wording, notes: [...definition.notes],
    optionSets: Object.entries(definition.optionSets).map(([set, options]) => ({ name: set, labels: options.map((option) => option.label) })),
    questions: definition.items.map(({ no, text, options, askedWhen }) => ({
      no, text, options, condition: askedWhen ? { items: [...askedWhen.items], op: askedWhen.op, value: askedWhen.value } : null,
      words: words.filter((word) => word.item === no).map(({ word, kind }) => ({ word, kind })),
    })),
    headWords: words.filter((word) => word.item === 0).map(({ word, kind }) => ({ word, kind })),
    methodsFromGrade,
    scores: definition.scores.map((score) => ({
      id: score.id, name: score.name, formula: score.formula, items: [...score.items], of: [...score.of], from: score.range[0], to: score.range[1],
      bands: score.bands.map((band) => ({ label: band.label, from: band.from })),
    })),
    criticalItems: [...new Set(definition.critical.map((rule) => rule.item))],
    savedBy: one.held ? name(one.held.savedBy) : null, savedAt: one.held?.savedAt ?? null,
    licenceHolder: one.licence?.holder ?? null, licenceNumber: one.licence?.number ?? null,
    approvals: one.approvals.map((approval): ApprovalDto => ({
      id: approval.id, bureau: bureaus.get(approval.jurisdictionId) ?? '', isOwn: approval.jurisdictionId === own,
      grades: { from: approval.gradeFrom, to: approval.gradeTo }, validFrom: approval.validFrom, validUntil: approval.validUntil,
      itemsRead: approval.itemsRead, words: approval.wordsSeen.length, note: approval.note, by: name(approval.approvedBy), at: approval.approvedAt,
      withdrawnBy: approval.withdrawnAt ? name(approval.withdrawnBy) : null, withdrawnAt: approval.withdrawnAt, withdrawnReason: approval.withdrawnReason,
    })),
  };
}

const inForce = (approvals: readonly GivenApproval[], day: SchoolDay) =>
  approvals.filter((one) => one.withdrawnAt === null && one.validFrom <= day && day <= one.validUntil);
