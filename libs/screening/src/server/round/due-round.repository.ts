import { RELAY_POOL } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { RoundForSheet } from '../../rules/round.js';

export interface MovingRound extends RoundForSheet {
  readonly jurisdictionId: number;
  readonly id: string;
}

/** The clock's view over all bureaus: which rounds have something to come. It reads; moving is done as one bureau. */
@Injectable()
export class DueRoundRepository {
  constructor(@Inject(RELAY_POOL) private readonly pool: pg.Pool) {}

  /** @param heldBefore what was held since then is not looked at again yet. */
  async moving(heldBefore: Date): Promise<MovingRound[]> {
    const { rows } = await this.pool.query<MovingRound>(
      `select jurisdiction_id as "jurisdictionId", id, state, opens_at as "opensAt", closes_at as "closesAt"
         from screening.round where state in ('planned', 'opening', 'open') and (state <> 'planned' or held_at is null or held_at < $1)`,
      [heldBefore],
    );
    return rows;
  }
}
