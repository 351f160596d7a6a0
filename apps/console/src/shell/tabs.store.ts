import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { RouteLocationNormalizedLoaded } from 'vue-router';

import type { TextKey } from '../locale/language.js';

/** An open page. `version` grows on refresh: a room with a new version is built anew and the old one is torn down. */
export type Tab = { id: number; path: string; fullPath: string; routeName: string; title: TextKey; named: string | null; version: number; seen: number };

const cap = 10;

export const roomName = (tab: Tab) => `room-${tab.id}-${tab.version}`;

export const useTabs = defineStore('tabs', () => {
  const tabs = ref<Tab[]>([]);
  let turn = 0;
  let last = 0;

  /** Called once per navigation: same path, same tab; the eleventh tab takes the place of the one unseen for longest. */
  function visit(route: RouteLocationNormalizedLoaded): Tab {
    turn += 1;
    const known = tabs.value.find((tab) => tab.path === route.path);
    if (known) {
      known.fullPath = route.fullPath;
      known.seen = turn;
      return known;
    }
    if (tabs.value.length >= cap) {
      const oldest = tabs.value.reduce((a, b) => (a.seen <= b.seen ? a : b));
      tabs.value = tabs.value.filter((tab) => tab !== oldest);
    }
    last += 1;
    tabs.value.push({
      id: last,
      path: route.path,
      fullPath: route.fullPath,
      routeName: String(route.name),
      title: route.meta.title ?? 'shell.untitled',
      named: null,
      version: 1,
      seen: turn,
    });
    return tabs.value.at(-1)!;
  }

  function refresh(path: string): void {
    const tab = tabs.value.find((one) => one.path === path);
    if (tab) tab.version += 1;
  }

  /** Closes a tab and says where to go when it was the one in view. */
  function close(path: string): string {
    const at = tabs.value.findIndex((tab) => tab.path === path);
    tabs.value = tabs.value.filter((tab) => tab.path !== path);
    return (tabs.value[at] ?? tabs.value[at - 1])?.fullPath ?? '/';
  }

  function closeOthers(path: string): void {
    tabs.value = tabs.value.filter((tab) => tab.path === path);
  }

  function name(path: string, title: string): void {
    const tab = tabs.value.find((one) => one.path === path);
    if (tab) tab.named = title;
  }

  function clear(): void {
    tabs.value = [];
  }

  return { tabs, visit, refresh, close, closeOthers, name, clear };
});
