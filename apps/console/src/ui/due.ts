export type Due = { state: 'met' | 'late' | 'soon' | 'ahead'; minutes: number };

/** How a deadline stands: met, late by, or minutes left; `soon` inside the last two hours. */
export function due(dueAt: string, now: number, metAt?: string | null): Due {
  if (metAt) return { state: 'met', minutes: 0 };
  const minutes = Math.round((new Date(dueAt).getTime() - now) / 60_000);
  if (minutes < 0) return { state: 'late', minutes: -minutes };
  return { state: minutes <= 120 ? 'soon' : 'ahead', minutes };
}

/** The largest unit that still says something: 45 minutes, 3 hours, 2 days. */
export function span(minutes: number): { unit: 'minutes' | 'hours' | 'days'; n: number } {
  if (minutes < 60) return { unit: 'minutes', n: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', n: Math.floor(minutes / 60) };
  return { unit: 'days', n: Math.floor(minutes / 1440) };
}
