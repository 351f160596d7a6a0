import { setTimeout as pause } from 'node:timers/promises';

const CALM = 60_000;

/**
 * Keeps one process alive: when it ends without being asked to, it is started again, each time a little later.
 * @param {string} name for people
 * @param {() => Promise<{ ended: Promise<number>, stop: () => Promise<number> }>} start
 * @returns what the first start gave, with a `stop` that also ends the watching
 */
export async function supervise(name, start) {
  let current = await start();
  let isStopping = false;
  const first = current;
  const watch = async () => {
    for (let misses = 0; ; ) {
      const since = Date.now();
      const code = await current.ended.catch(() => 1);
      if (isStopping) return;
      misses = Date.now() - since > CALM ? 0 : misses + 1;
      console.error(`${name} ended (${code}); starting it again`);
      await pause(Math.min(250 * 2 ** misses, 15_000));
      if (isStopping) return;
      current = await start().catch((error) => {
        console.error(`${name} does not start: ${error.message}`);
        return { ended: Promise.resolve(1), stop: async () => 1 };
      });
      if (isStopping) await current.stop(); // asked to end while it was coming up
    }
  };
  void watch();
  return {
    ...first,
    stop: () => {
      isStopping = true;
      return current.stop();
    },
  };
}
