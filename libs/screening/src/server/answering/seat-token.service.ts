import { type Pupil } from '@heliotrope/kernel';
import { type Authenticator, Clock, KeyProvider, type RequestWithActor, signToken, TokenKeys, verifyToken } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';

/** What a seat token says. One letter a field: it travels with every sheet. */
export interface Seat {
  /** Bureau. */
  readonly j: number;
  readonly r: string;
  readonly a: string;
  readonly s: string;
  readonly c: string;
  /** Pupil. */
  readonly p: string;
  /** Instruments and their frozen versions, in the battery's order. */
  readonly b: readonly (readonly [code: string, version: string])[];
}

export interface SeatedRequest extends RequestWithActor {
  seat?: Seat;
}

export const SEAT_TOKEN = 'seat';

/** Signs a pupil's seat, and knows the pupil again by it: the authenticator of the answering routes. */
@Injectable()
export class SeatTokenService implements Authenticator {
  readonly as = 'pupil' as const;
  private readonly keys: TokenKeys;

  constructor(
    @Inject(KeyProvider) masters: KeyProvider,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.keys = new TokenKeys(masters, SEAT_TOKEN);
  }

  sign(seat: Seat, expiresAt: Date): string {
    return signToken(this.keys, seat, expiresAt);
  }

  authenticate(request: SeatedRequest): Pupil | null {
    const header = request.headers.authorization;
    if (typeof header !== 'string' || !header.startsWith('Bearer ')) return null;
    const seat = verifyToken<Seat>(this.keys, header.slice(7), this.clock.now());
    if (!seat) return null;
    request.seat = seat;
    return { kind: 'pupil', jurisdictionId: seat.j, schoolId: seat.s, studentId: seat.p, assignmentId: seat.a };
  }
}
