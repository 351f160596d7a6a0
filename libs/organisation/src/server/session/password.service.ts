import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** Argon2id with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet, first choice. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2; // each hash holds its memory and a thread: a wave of sign-ins must queue, not starve the answers

/** Hashes and checks passwords and one-time codes. */
@Injectable()
export class PasswordService {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly decoy = hash('nobody has this password', COST);

  hash(secret: string): Promise<string> {
    return this.inTurn(() => hash(secret.normalize('NFKC'), COST));
  }

  /** Does the secret fit? Without a hash it works as long and says no, so that a clock cannot tell unknown users. */
  async fits(secret: string, stored: string | null | undefined): Promise<boolean> {
    const against = stored ?? (await this.decoy);
    const fits = await this.inTurn(() => verify(against, secret.normalize('NFKC')));
    return fits && stored != null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next(); // the place passes on without being given back
      else this.running -= 1;
    }
  }
}
