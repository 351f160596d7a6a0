/*
 * How fast may codes be guessed? One leaking bucket for all wrong codes, not one for each address: a whole school sits behind
 * one. A right code is never held up. Kept in memory: each process counts for itself, which the codes' length has room for.
 */
const HOLDS = 200;
const LEAKS_PER_MS = 1 / 200;

export class CodeBrake {
  private level = 0;
  private at = 0;

  /** May a wrong code be answered as unknown, or has too much been asked? */
  mayAnswerUnknown(now: number): boolean {
    this.level = Math.max(0, this.level - (now - this.at) * LEAKS_PER_MS);
    this.at = now;
    if (this.level >= HOLDS) return false;
    this.level += 1;
    return true;
  }
}
