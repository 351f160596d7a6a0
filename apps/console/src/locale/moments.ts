import { useNow } from '@vueuse/core';
import { computed, type ComputedRef } from 'vue';

/** China keeps one time zone; a visitor's own clock setting must not move a due time. */
const zone = 'Asia/Shanghai';
const parts = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function read(value: string | Date): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { type, value: part } of parts.formatToParts(new Date(value))) found[type] = part;
  return found;
}

/** `2026-10-12 08:30`, or an em dash for nothing. */
export function moment(value: string | Date | null | undefined): string {
  if (!value) return '—';
  const { year, month, day, hour, minute } = read(value);
  return `${year}-${month}-${day} ${hour}:${minute}`;
}

/** `10-12 08:30`: inside a list the year is noise. */
export function shortMoment(value: string | Date | null | undefined): string {
  return value ? moment(value).slice(5) : '—';
}

export function day(value: string | Date | null | undefined): string {
  return value ? moment(value).slice(0, 10) : '—';
}

export const number = (value: number | null | undefined) => (value === null || value === undefined ? '—' : value.toLocaleString('zh-CN'));

/** One clock for every badge on the page, moving each half minute. */
export function useMinute(): ComputedRef<number> {
  const now = useNow({ interval: 30_000 });
  return computed(() => now.value.getTime());
}

/** Part of a whole as a whole percent; 99.6 % is not yet 100 %. */
export function percent(part: number, whole: number): number {
  if (whole <= 0) return 0;
  return part >= whole ? 100 : Math.min(99, Math.round((part / whole) * 100));
}
