import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { FairTurns } from './fair-turns.js';

/** Argon2id with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet, first choice. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Each hash holds its memory and a thread: a wave of sign-ins must queue, not starve the answers. A school is one origin. */
const LIMITS = { atOnce: 2, mostOfOne: 100, mostOfAll: 1_000 };

/** Hashes and checks passwords and one-time codes. */
@Injectable()
export class PasswordService {
  private readonly turns = new FairTurns(LIMITS);
  private readonly decoy = hash('nobody has this password', COST);

  /** @param origin whose line to stand in: the address of whoever asks. */
  hash(secret: string, origin = ''): Promise<string> {
    return this.turns.take(origin, () => hash(secret.normalize('NFKC'), COST));
  }

  /** Does the secret fit? Without a hash it works as long and says no, so that a clock cannot tell unknown users. */
  async fits(secret: string, stored: string | null | undefined, origin = ''): Promise<boolean> {
    const against = stored ?? (await this.decoy);
    const fits = await this.turns.take(origin, () => verify(against, secret.normalize('NFKC')));
    return fits && stored != null;
  }
}
