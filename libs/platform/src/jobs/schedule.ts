/** Work that comes round by the clock, told in China's time. `job` starts once for each bureau that has schools. */
export interface Schedule {
  readonly name: string;
  /** Five fields of cron, or six with seconds. */
  readonly pattern: string;
  readonly tz: 'Asia/Shanghai';
}

export interface ScheduleHandler {
  /** Idempotent: a tick may come twice, or late after an outage. */
  tick(): Promise<void>;
}

export function defineSchedule(name: string, pattern: string): Schedule {
  if (!/^[a-z-]+\.[a-z-]+$/.test(name)) throw new Error(`a schedule is named domain.verb: ${name}`);
  return { name, pattern, tz: 'Asia/Shanghai' };
}
