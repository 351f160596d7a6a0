import { computed, type ComputedRef } from 'vue';

import { usePlace } from '../../shell/place.store.js';
import { useSession } from '../../shell/session.store.js';

/** Where new accounts belong: to the bureau chosen in the tree, else to the administrator's own. */
export function useBureau(): ComputedRef<{ id: string; name: string } | undefined> {
  const place = usePlace();
  const session = useSession();
  return computed(() => {
    const home = session.session?.home;
    return place.trail.findLast((node) => node.kind !== 'school' && node.kind !== 'class') ?? (home && home.kind !== 'school' ? home : undefined);
  });
}
