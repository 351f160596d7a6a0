import { computed } from 'vue';

import type { Feature, PageRoute } from '../feature.js';
import { features } from '../features.js';
import { useSession } from './session.store.js';

export type MenuItem = Pick<Feature, 'name' | 'title' | 'icon'> & { to: string; pages: readonly PageRoute[] };

/** The features and pages that at least one of the person's permission actions opens. */
export function useMenu() {
  const session = useSession();
  return computed<MenuItem[]>(() =>
    features.flatMap(({ name, title, icon, pages }) => {
      const open = pages.filter((page) => page.menu && session.may(...(page.actions ?? [])));
      const first = open[0];
      return first ? [{ name, title, icon, to: first.path, pages: open }] : [];
    }),
  );
}
