import type { OwnerSql } from '@heliotrope/organisation/testing';
import { type KeyProvider, signToken, TokenKeys } from '@heliotrope/platform';
import { SEAT_TOKEN, type Seat } from '../server/answering/seat-token.service.js';
import { batteryFor, type BatteryEntry } from '../rules/battery.js';

/** Every seat of a round as its token says it, in the order of the assignments. */
export async function seatsOf(sql: OwnerSql, roundId: string, limit = 1_000_000): Promise<Seat[]> {
  const { rows } = await sql.query(
    `select a.jurisdiction_id as j, a.round_id as r, a.id as a, a.school_id as s, a.class_id as c, a.student_id as p, r.battery, k.grade, a.only_forms as only
       from screening.assignment a
       join screening.round r on r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id
       join screening.round_class k on k.jurisdiction_id = a.jurisdiction_id and k.round_id = a.round_id and k.class_id = a.class_id
      where a.round_id = $1 order by a.id limit $2`,
    [roundId, limit],
  );
  return rows.map(({ battery, grade, only, ...ids }) => ({
    ...(ids as unknown as Omit<Seat, 'b'>),
    b: batteryFor(battery as BatteryEntry[], grade as number).filter(({ instrument }) => (only as string[] | null)?.includes(instrument) ?? true).map(({ instrument, version }) => [instrument, version] as const),
  }));
}

/** Signs seats as the server does, for whoever holds its keys: tests and the bench, which cannot type a million codes. */
export function seatSigner(keys: KeyProvider, expiresAt: Date): (seat: Seat) => string {
  const token = new TokenKeys(keys, SEAT_TOKEN);
  return (seat) => signToken(token, seat, expiresAt);
}
