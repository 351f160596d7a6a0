import fs from 'node:fs/promises';
import path from 'node:path';
import { type Actor, refuse, type SystemActor } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ExportCentre } from '../exports/export-centre.service.js';
import { guardExport } from '../exports/export-kind.js';
import { defineJob } from '../jobs/job.js';
import { anchorFiles } from './anchor-files.js';
import { LogReader } from './log-reader.repository.js';
import './refusals.js';

const ACTION = 'platform.read-audit';
const MOST = 200_000;
guardExport({ kind: 'platform/audit-log', action: ACTION, approvedBy: 'platform.approve-log-exports', mostRows: MOST, assessed: { not: 'the log holds ids and codes, and no pupil' } });

export interface LogExportOrder {
  readonly exportId: string;
  readonly from: string;
  readonly until: string;
  readonly jurisdictions: readonly number[];
}

export const exportLog = defineJob<LogExportOrder>({ name: 'audit.export-log', attempts: 2 });

const HOW = `entries.ndjson  每行一条日志，字段与校验值和数据库中一致
anchors-*.ndjson 数据库之外的锚点
校验：在平台目录中运行  npm run audit:verify -- --file entries.ndjson --anchors .
只含一段时间时，第一条之前的日志不在此文件中，校验会如实指出。
`;

/** The log handed out with its proof: entries as they were hashed, the anchors, and how to check one against the other. */
@Injectable()
export class LogExportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(LogReader) private readonly log: LogReader,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  order(actor: Actor, { from, until, reason }: { from: Date; until: Date; reason: string }): Promise<string> {
    return this.work.run(actor, ACTION, async (tx) => {
      if (actor.kind !== 'person') throw refuse('platform/not-allowed', { action: ACTION });
      const jurisdictions = [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))];
      const jurisdictionId = Math.min(...jurisdictions);
      const title = `审计日志 ${from.toISOString().slice(0, 10)} 至 ${until.toISOString().slice(0, 10)}`;
      const exportId = await this.exports.ask(tx, {
        jurisdictionId, ownerAccountId: actor.accountId, ownerName: actor.name, kind: 'platform/audit-log', title, fileName: `${title}.zip`, reason,
        job: (id) => exportLog.of({ exportId: id, from: from.toISOString(), until: until.toISOString(), jurisdictions }, { jurisdictionId, title }),
      });
      tx.audit({ object: `export:${exportId}`, jurisdictionId, detail: { kind: 'platform/audit-log' } });
      return exportId;
    });
  }

  make(actor: SystemActor, key: { jurisdictionId: number }, { exportId, from, until, jurisdictions }: LogExportOrder): Promise<void> {
    const reader: SystemActor = { ...actor, scope: { jurisdictions: [...jurisdictions], schools: 'all', classes: 'all' } };
    return this.work.run(reader, ACTION, async (tx) => {
      const entries = await this.log.stretch(tx, { from: new Date(from), until: new Date(until) }, MOST + 1);
      if (entries.length > MOST) throw refuse('platform/audit-too-long', { most: MOST });
      const zip = new ZipWriter(new Uint8ArrayWriter());
      const add = (name: string, text: Buffer) => zip.add(name, new Uint8ArrayReader(text));
      await add('entries.ndjson', Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')));
      for (const file of anchorFiles(this.config.anchorsDir)) await add(path.basename(file), await fs.readFile(file));
      await add('说明.txt', Buffer.from(HOW));
      await this.exports.deliverSealed(tx, { jurisdictionId: key.jurisdictionId, id: exportId }, { content: await zip.close(), rows: entries.length });
      tx.audit({ object: `export:${exportId}`, jurisdictionId: key.jurisdictionId, detail: { rows: entries.length } });
    });
  }
}
