import { computed } from 'vue';

import { menuFor, type MenuItem } from '../feature.js';
import { features } from '../features.js';
import { useSession } from './session.store.js';

export type { MenuItem };

/** The menu of whoever is signed in. */
export function useMenu() {
  const session = useSession();
  return computed<MenuItem[]>(() => menuFor(features, session.may));
}
