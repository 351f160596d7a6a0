export type Seed = { x: number; y: number; r: number; depth: number };

const golden = Math.PI * (3 - Math.sqrt(5));

/** Vogel's model of a sunflower head: seed n stands at n golden angles, as far out as √n; the head has radius 1. */
export function seeds(count: number): Seed[] {
  return Array.from({ length: count }, (_, n) => {
    const far = Math.sqrt((n + 0.5) / count);
    const turn = n * golden;
    return { x: far * Math.cos(turn), y: far * Math.sin(turn), r: (0.82 / Math.sqrt(count)) * (0.62 + 0.38 * far), depth: far };
  });
}
