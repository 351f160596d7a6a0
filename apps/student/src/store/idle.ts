export const IDLE_MS = 30 * 60_000;
const WARN_MS = 27 * 60_000;
const ACTS = ['pointerdown', 'keydown', 'scroll', 'touchstart'] as const;

/**
 * Tells when nobody has touched the page for a while. Counts by the clock, not by timers: a laptop that slept through
 * the half hour wipes when it wakes.
 */
export function watchIdle(heard: { warn: (near: boolean) => void; idle: () => void; tick: () => void }): void {
  let lastAct = Date.now();
  let near = false;
  const look = (): void => {
    const quiet = Date.now() - lastAct;
    if (near !== quiet >= WARN_MS) heard.warn((near = !near));
    if (quiet >= IDLE_MS) {
      lastAct = Date.now();
      heard.idle();
    }
    heard.tick();
  };
  const act = (): void => {
    if (Date.now() - lastAct >= IDLE_MS) return look();
    lastAct = Date.now();
    if (near) look();
  };
  for (const name of ACTS) addEventListener(name, act, { capture: true, passive: true });
  document.addEventListener('visibilitychange', look);
  setInterval(look, 15_000);
}
