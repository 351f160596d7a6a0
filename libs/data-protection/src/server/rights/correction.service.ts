import { chinaDayOf, refuse } from '@heliotrope/kernel';
import { PupilCorrections } from '@heliotrope/organisation';
import { type CorrectableField, type Correction, maskedField, readCorrection } from '@heliotrope/organisation/rules';
import { FieldCipher, type FieldPlace, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { CorrectionBody, CorrectionDto } from './rights.dto.js';
import { RightsRepository, type RightsRow } from './rights.repository.js';

/** As sealed with the request: what is asked, and once the roster was put right, what had stood there. */
interface Kept {
  readonly field: CorrectableField;
  readonly wanted: string;
  readonly was?: string | null;
}

type Of = Pick<RightsRow, 'jurisdictionId' | 'id'>;

const placeOf = (of: Of): FieldPlace => ({ table: 'data_protection.rights_request', column: 'correction_enc', row: of.id });

/** The part of a wish for correction that names a field of the roster. What the roster does not keep stays words, and words change nothing. */
@Injectable()
export class CorrectionService {
  constructor(
    @Inject(RightsRepository) private readonly requests: RightsRepository,
    @Inject(PupilCorrections) private readonly roster: PupilCorrections,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /** A value the field cannot hold is told at once, while whoever asks is still at the desk. */
  async taken(tx: Tx, of: Of & Pick<RightsRow, 'kind'>, asked: CorrectionBody | undefined): Promise<Buffer | null> {
    if (!asked) return null;
    if (of.kind !== 'correct') throw refuse('data-protection/correction-not-asked');
    judged(tx, asked.field, asked.value);
    return this.seal(tx, of, { field: asked.field, wanted: asked.value.trim() });
  }

  /** Puts the roster right. @returns which field, or null when none is named. @param seen the record's version that lay before the decider. */
  async make(tx: Tx, found: RightsRow, seen: number | null): Promise<CorrectableField | null> {
    const kept = await this.kept(tx, found);
    if (!kept) return null;
    if (seen === null) throw refuse('platform/if-match-needed');
    const held = await this.roster.held(tx, found.studentId, kept.field, true);
    await this.roster.correct(tx, found.studentId, seen, judged(tx, kept.field, kept.wanted));
    await this.requests.keepCorrection(tx, found, await this.seal(tx, found, { ...kept, was: held?.value ?? null }));
    return kept.field;
  }

  /** Both sides: in full for whoever decides now, since nobody compares stars; else only to be recognised. */
  async shown(tx: Tx, found: RightsRow, maySettle: boolean): Promise<CorrectionDto | null> {
    const kept = await this.kept(tx, found);
    if (!kept) return null;
    const { field, was } = kept;
    const masked = (value: string | null) => value && maskedField(field, value);
    const now = await this.roster.held(tx, found.studentId, field, maySettle);
    const held = was === undefined ? (now?.value ?? null) : masked(was);
    return { field, held, wanted: maySettle ? kept.wanted : masked(kept.wanted)!, isMade: was !== undefined, version: now?.version ?? null };
  }

  private async kept(tx: Tx, found: RightsRow): Promise<Kept | null> {
    if (!found.correctionEnc) return null;
    return JSON.parse(await this.cipher.decrypt(tx, { jurisdictionId: found.jurisdictionId, scope: 'data-protection' }, placeOf(found), found.correctionEnc)) as Kept;
  }

  private seal(tx: Tx, of: Of, kept: Kept): Promise<Buffer> {
    return this.cipher.encrypt(tx, { jurisdictionId: of.jurisdictionId, scope: 'data-protection' }, placeOf(of), JSON.stringify(kept));
  }
}

/** @throws Refusal data-protection/correction-wrong */
function judged(tx: Tx, field: CorrectableField, value: string): Correction {
  const read = readCorrection(field, value, chinaDayOf(tx.now));
  if ('fault' in read) throw refuse('data-protection/correction-wrong', { errors: [{ field: 'correction.value', code: 'data-protection/correction-wrong', message: read.fault }] });
  return read.value;
}
