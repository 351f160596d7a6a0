import { defineComponent, h, markRaw, onErrorCaptured, provide, ref, shallowReactive, watch, type Component } from 'vue';
import { routeLocationKey, useRoute, type RouteLocationNormalizedLoaded } from 'vue-router';

import { asProblem, type Problem } from '../api/problem.js';
import ErrorPage from '../ui/ErrorPage.vue';
import { roomName, type Tab } from './tabs.store.js';

const rooms = new Map<string, Component>();

/**
 * A page in a tab of its own. The room keeps the address the tab had when it was last in view, so a page kept alive in
 * the background never sees the route of another tab, and two records of the same kind can be open side by side.
 */
export function roomFor(tab: Tab, page: Component): Component {
  const name = roomName(tab);
  const known = rooms.get(name);
  if (known) return known;
  const room = markRaw(
    defineComponent({
      name,
      setup() {
        const outside = useRoute();
        const path = outside.path;
        const inside = shallowReactive({ ...outside }) as RouteLocationNormalizedLoaded;
        watch(
          () => outside.fullPath,
          () => {
            if (outside.path === path) Object.assign(inside, outside);
          },
          { flush: 'sync' },
        );
        provide(routeLocationKey, inside);

        const broken = ref<Problem | null>(null);
        onErrorCaptured((thrown) => {
          broken.value = asProblem(thrown);
          reportError(thrown);
          return false;
        });
        return () => (broken.value ? h(ErrorPage, { problem: broken.value }) : h(page));
      },
    }),
  );
  rooms.set(name, room);
  return room;
}

/** Rooms of closed or refreshed tabs are let go. */
export function keepRooms(names: ReadonlySet<string>): void {
  for (const name of rooms.keys()) if (!names.has(name)) rooms.delete(name);
}
