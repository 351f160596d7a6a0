import { type Actor, actorRef, chinaDayOf, type FieldFault, isSchoolDay, refuse } from '@heliotrope/kernel';
import { acceptFile, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type PlacedFault, Places, readDraft } from '../../rules/definition-places.js';
import { type ImportNote, readQuestionnaire } from '../../rules/fhir-questionnaire-reading.js';
import { instrumentFile, type InstrumentFile } from '../../rules/instrument-file.js';
import { readInstrumentTables } from '../../rules/instrument-table-reading.js';
import { checksumOf } from '../instrument-library.js';
import type { DraftDto, LicenceBody, SaveInstrumentBody } from './instrument.dto.js';
import { InstrumentRepository } from './instrument.repository.js';
import { InstrumentShelf } from './instrument-shelf.service.js';
import { workbookTables } from './instrument-workbook.js';

const ACTION = 'screening.edit-instruments';

/** From a file to an instrument of a bureau: read and shown with all its faults first, saved by a second act. */
@Injectable()
export class InstrumentImportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(InstrumentRepository) private readonly instruments: InstrumentRepository,
    @Inject(InstrumentShelf) private readonly shelf: InstrumentShelf,
  ) {}

  /** Saves nothing. The draft goes to the browser, is tried there, and comes back by `save`. */
  async read(bytes: Buffer): Promise<DraftDto> {
    const start = bytes.subarray(0, 200).toString('utf8').replace(/^\uFEFF/, '').trimStart();
    const isJson = start.startsWith('{') || start.startsWith('[');
    return isJson ? drafted('fhir', readQuestionnaire(parsed(bytes))) : this.readWorkbook(bytes);
  }

  /** A draft that was read, tried and found right. Its version is made this bureau's own. */
  save(actor: Actor, body: SaveInstrumentBody): Promise<{ key: string }> {
    return this.work.run(actor, ACTION, async (tx) => {
      const jurisdictionId = this.shelf.bureauFor(tx, body.bureauId);
      const file = { ...body.definition, version: `${String(body.definition['version'] ?? '').split('+')[0]}+${jurisdictionId}` };
      const reading = readDraft(file, new Places());
      if (!reading.ok) throw refuse('screening/instrument-unsound', { errors: reading.faults.map(fieldFault) });
      const { definition } = reading;
      if (definition.items.some((item) => item.text === null)) {
        throw refuse('screening/instrument-unsound', { errors: [{ field: 'items', code: 'screening/wording-missing', message: '请填入全部题干后再保存' }] });
      }
      const { code, version, title } = definition;
      const known = (await this.shelf.of(tx, jurisdictionId)).present.find((one) => one.shelved.definition.code === code)?.licence;
      if (definition.wording === 'licensed' && !body.licence && !(known && known.validUntil >= chinaDayOf(tx.now))) throw refuse('screening/licence-needed');
      const stored = instrumentFile(definition);
      const isAdded = await this.instruments.add(tx, { jurisdictionId, code, version, title, origin: body.origin, savedBy: actorRef(actor), definition: stored, checksum: checksumOf(stored) });
      if (!isAdded) throw refuse('screening/instrument-version-taken', { version: version.split('+')[0] });
      if (body.licence) await this.record(tx, actor, jurisdictionId, code, body.licence);
      tx.audit({ object: `instrument:${code}@${version}`, jurisdictionId, detail: { origin: body.origin, licence: body.licence?.number ?? null } });
      return { key: `${code}@${version}` };
    });
  }

  /** A licence renewed or recorded later. Earlier ones stay: they tell what was in force when. */
  renew(actor: Actor, code: string, version: string, body: LicenceBody & { bureauId?: number }): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const jurisdictionId = this.shelf.bureauFor(tx, body.bureauId);
      if (!(await (await this.shelf.of(tx, jurisdictionId)).find(code, version))) throw refuse('screening/instrument-absent');
      await this.record(tx, actor, jurisdictionId, code, body);
      tx.audit({ object: `instrument:${code}`, jurisdictionId, detail: { licence: body.number, validUntil: body.validUntil } });
    });
  }

  private async record(tx: Tx, actor: Actor, jurisdictionId: number, code: string, { holder, number, validUntil }: LicenceBody): Promise<void> {
    if (!isSchoolDay(validUntil) || validUntil < chinaDayOf(tx.now)) throw refuse('screening/licence-over');
    await this.instruments.addLicence(tx, { jurisdictionId, code, holder: holder.trim(), number: number.trim(), validUntil, recordedBy: actorRef(actor) });
  }

  private async readWorkbook(bytes: Buffer): Promise<DraftDto> {
    await acceptFile(bytes, ['xlsx', 'xls']);
    return drafted('xlsx', { ...readInstrumentTables(await workbookTables(bytes)), notes: [] });
  }
}

function drafted(origin: DraftDto['origin'], read: { file: InstrumentFile; places: Places; faults: readonly PlacedFault[]; notes: readonly ImportNote[] }): DraftDto {
  const reading = readDraft(read.file, read.places, read.faults);
  return { origin, definition: reading.ok ? { ...instrumentFile(reading.definition) } : null, faults: reading.ok ? [] : [...reading.faults], notes: [...read.notes] };
}

/** What cannot be parsed is no questionnaire, and is told as such. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

const fieldFault = ({ place, code, message }: PlacedFault): FieldFault => ({ field: place, code, message });
