import { computed, type ComputedRef } from 'vue';

import { usePlace } from '../../shell/place.store.js';
import { useSession } from '../../shell/session.store.js';

/** The bureau chosen in the tree, else the person's own. */
export function useBureau(): ComputedRef<{ id: number; name: string } | undefined> {
  const place = usePlace();
  const session = useSession();
  return computed(() => {
    const home = session.session?.home;
    const found = place.trail.findLast((node) => node.kind !== 'school' && node.kind !== 'class') ?? (home && home.kind !== 'school' ? home : undefined);
    return found && { id: Number(found.id), name: found.name };
  });
}
