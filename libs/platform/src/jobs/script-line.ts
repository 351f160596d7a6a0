import { Redis } from 'ioredis';

/** A line to Redis on which small scripts are run: counting, and nothing that may not be lost. */
export interface ScriptLine {
  /** @throws Error when Redis does not answer at once: the caller decides what that means. */
  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  close(): void;
}

/** No request waits for a counter longer than this. */
const PATIENCE_MS = 500;

export function openScriptLine(url: string): ScriptLine {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: PATIENCE_MS });
  redis.on('error', () => undefined); // whoever runs a script meets the fault; without a listener Node would stop the process
  return {
    run: (script, keys, args) => withinPatience(redis.eval(script, keys.length, ...keys, ...args)),
    close: () => redis.disconnect(),
  };
}

async function withinPatience<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis is silent')), PATIENCE_MS);
  });
  return Promise.race([asked, over]).finally(() => clearTimeout(timer));
}
