import { Injectable, SetMetadata } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

/** Where a record lies, and what may be asked for it by somebody whose post does not reach it by itself. */
export interface LocatedRecord {
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
  readonly mayBeAsked: boolean;
}

/** A domain that lets records be opened by special access says where each lies. Null: not there, or not in the caller's reach. */
export interface RecordSource {
  locate(tx: Tx, id: string): Promise<LocatedRecord | null>;
}

export const GUARDS_RECORDS = 'heliotrope:guards-records';

/** This provider knows the records named `<kind>:<id>`. */
export const GuardsRecords = (kind: string): ClassDecorator => (target) => {
  Injectable()(target);
  SetMetadata(GUARDS_RECORDS, kind)(target);
};
