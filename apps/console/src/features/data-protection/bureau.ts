import { usePlace } from '../../shell/place.store.js';

/** The bureau chosen in the tree, for whoever reaches several; otherwise one's own. */
export function useBureau(): { id: () => string | undefined; body: () => { bureauId?: number } } {
  const place = usePlace();
  const id = () => {
    const found = place.trail.findLast((node) => node.kind !== 'school' && node.kind !== 'class')?.id;
    return found !== undefined && /^\d{6}$/.test(found) ? found : undefined;
  };
  return { id, body: () => { const found = id(); return found === undefined ? {} : { bureauId: Number(found) }; } };
}
