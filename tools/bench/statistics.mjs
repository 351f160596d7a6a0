import os from 'node:os';

export const median = (numbers) => percentile(numbers, 0.5);

/** The smallest number that at least this share of the numbers does not exceed (nearest rank). */
export function percentile(numbers, share) {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const round = (number) => (number === null ? null : Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3)));

/**
 * A figure as the report shows it: the median of the rounds; min and max are its spread; the load of the machine stands
 * beside it, because on a shared machine every figure is only as good as its neighbours were quiet.
 */
export function figure(rounds, more = {}) {
  return {
    value: round(median(rounds)),
    spread: { min: round(Math.min(...rounds)), max: round(Math.max(...rounds)) },
    rounds: rounds.map(round),
    load: round(os.loadavg()[0]),
    ...more,
  };
}

/**
 * A ratio of two things measured in the same rounds: the median of each round's own ratio, never a ratio of medians,
 * since neighbours disturb whole rounds.
 * @param {{ name: string, values: number[], unit: string }} numerator
 * @param {{ name: string, values: number[], unit: string }} denominator
 */
export function ratio(numerator, denominator, more = {}) {
  const part = ({ name, values, unit }) => ({ name, unit, median: round(median(values)), rounds: values.map(round) });
  return figure(numerator.values.map((value, at) => value / denominator.values[at]), {
    parts: { numerator: part(numerator), denominator: part(denominator) },
    ...more,
  });
}
