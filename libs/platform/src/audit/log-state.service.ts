import { type Actor } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { KeyProvider } from '../crypto/key-provider.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { readAnchors } from './anchor-files.js';
import { hashOf } from './chain.js';
import { LogReader } from './log-reader.repository.js';

/** Enough to cover a busy day of a bureau; `npm run audit:verify` reads all of it. */
const EACH = 2_000;

export interface LogState {
  readonly checked: number;
  readonly isWhole: boolean;
  /** The first entry in doubt. */
  readonly doubt: { readonly jurisdictionId: number; readonly seq: number } | null;
  readonly anchors: number;
  readonly anchoredHeads: number;
  readonly anchorFaults: number;
  readonly lastAnchored: { readonly jurisdictionId: number; readonly seq: number; readonly hash: string }[];
}

/** Is the newest part of the log what it was when it was written, and does it fit the anchors outside the database? */
@Injectable()
export class LogStateService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(LogReader) private readonly log: LogReader,
    @Inject(KeyProvider) private readonly keys: KeyProvider,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  state(actor: Actor): Promise<LogState> {
    return this.work.read(actor, 'platform.read-audit', async (tx) => {
      const anchors = await readAnchors(this.config.anchorsDir, this.keys);
      const mine = new Set(tx.scopes.flatMap(({ jurisdictions }) => jurisdictions));
      const heads = anchors.heads.filter(({ jurisdictionId }) => mine.has(jurisdictionId));
      const anchored = new Map(heads.map(({ jurisdictionId, seq, hash }) => [`${jurisdictionId}/${seq}`, hash]));
      const entries = await this.log.tails(tx, EACH);
      let doubt: LogState['doubt'] = null;
      let fits = 0;
      entries.forEach((entry, n) => {
        const before = entries[n - 1]?.jurisdictionId === entry.jurisdictionId ? entries[n - 1] : undefined;
        const witness = anchored.get(`${entry.jurisdictionId}/${entry.seq}`);
        if (witness !== undefined) fits += 1;
        const isSound = hashOf(entry) === entry.hash && (!before || (before.seq + 1 === entry.seq && before.hash === entry.prevHash)) && (witness === undefined || witness === entry.hash);
        if (!isSound && !doubt) doubt = { jurisdictionId: entry.jurisdictionId, seq: entry.seq };
      });
      const newest = new Map(entries.map(({ jurisdictionId, seq }) => [jurisdictionId, seq]));
      const cut = heads.find(({ jurisdictionId, seq }) => seq > (newest.get(jurisdictionId) ?? 0));
      if (cut && !doubt) doubt = { jurisdictionId: cut.jurisdictionId, seq: cut.seq };
      const last = new Map(heads.map((head) => [head.jurisdictionId, head]));
      return {
        checked: entries.length, isWhole: doubt === null && anchors.faults.length === 0, doubt, anchors: anchors.anchors, anchoredHeads: fits,
        anchorFaults: anchors.faults.length, lastAnchored: [...last.values()],
      };
    });
  }
}
