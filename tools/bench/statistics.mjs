import os from 'node:os';

export const median = (numbers) => percentile(numbers, 0.5);

export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** A figure as the report shows it: the median of the rounds, with its spread and the load of the machine beside it. */
export function figure(rounds, extra = {}) {
  return {
    value: round(median(rounds)),
    min: round(Math.min(...rounds)),
    max: round(Math.max(...rounds)),
    rounds: rounds.map(round),
    load: round(os.loadavg()[0]),
    ...extra,
  };
}

export const round = (number) => (Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3)));
