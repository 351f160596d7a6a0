import type { Config } from '../config/env.js';
import { openScriptLine, type ScriptLine } from '../jobs/script-line.js';

/** Keys of one installation; the braces keep those of one script on one node of a Redis cluster. */
const prefixOf = (config: Config): string => `{heliotrope${new URL(config.database.url).pathname}}`;

/** The counters that all processes of an installation share. Opened at the first use: who counts nothing needs no Redis. */
export class Counters {
  private line: ScriptLine | undefined;

  constructor(private readonly config: Config) {}

  /** False where there is no Redis at all: one process then counts for itself. */
  get shared(): boolean {
    return this.config.redisUrl !== null;
  }

  run(script: string, names: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    this.line ??= openScriptLine(this.config.redisUrl!);
    return this.line.run(script, names.map((name) => `${prefixOf(this.config)}:${name}`), args);
  }

  onModuleDestroy(): void {
    this.line?.close();
    this.line = undefined;
  }
}
