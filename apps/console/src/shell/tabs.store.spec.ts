import { beforeEach, describe, expect, it } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import type { RouteLocationNormalizedLoaded } from 'vue-router';

import { roomName, useTabs } from './tabs.store.js';

const route = (path: string, fullPath = path) => ({ path, fullPath, name: path, meta: {} }) as unknown as RouteLocationNormalizedLoaded;

describe('tabs', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('one path is one tab, and it remembers its latest address', () => {
    const tabs = useTabs();
    tabs.visit(route('/a'));
    tabs.visit(route('/a', '/a?q=1'));
    expect(tabs.tabs.map((tab) => tab.fullPath)).toEqual(['/a?q=1']);
  });

  it('a refresh gives the room a new name, so the old page is torn down', () => {
    const tabs = useTabs();
    const before = roomName(tabs.visit(route('/a')));
    tabs.refresh('/a');
    expect(roomName(tabs.tabs[0]!)).not.toBe(before);
  });

  it('the eleventh takes the place of the one unseen for longest', () => {
    const tabs = useTabs();
    for (let n = 1; n <= 10; n += 1) tabs.visit(route(`/${n}`));
    tabs.visit(route('/1'));
    tabs.visit(route('/11'));
    expect(tabs.tabs).toHaveLength(10);
    expect(tabs.tabs.map((tab) => tab.path)).not.toContain('/2');
    expect(tabs.tabs.map((tab) => tab.path)).toContain('/1');
  });

  it('a closed tab hands over to its neighbour, the last one to the desk', () => {
    const tabs = useTabs();
    for (const path of ['/a', '/b', '/c']) tabs.visit(route(path));
    expect(tabs.close('/b')).toBe('/c');
    expect(tabs.close('/c')).toBe('/a');
    expect(tabs.close('/a')).toBe('/');
  });

  it('a tab opened again after closing is a new room', () => {
    const tabs = useTabs();
    const before = roomName(tabs.visit(route('/a')));
    tabs.close('/a');
    expect(roomName(tabs.visit(route('/a')))).not.toBe(before);
  });
});
