import { usePlace } from '../../shell/place.store.js';

/** A city officer plans for the county chosen in the tree; everybody else for their own bureau. */
export function useOwnBureau(): () => number | undefined {
  const place = usePlace();
  return () => {
    const id = place.trail.findLast((node) => node.kind === 'county')?.id;
    return id && /^\d+$/.test(id) ? Number(id) : undefined;
  };
}
