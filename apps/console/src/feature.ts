import type { Component, InjectionKey } from 'vue';
import type { RouteRecordRaw } from 'vue-router';

import type { TextKey } from './locale/language.js';

/** One page of a feature. `name` is also the component's name, so a tab can drop and rebuild it. */
export type PageRoute = {
  path: string;
  name: string;
  title: TextKey;
  page: () => Promise<{ default: Component }>;
  /** Any one of these actions lets a person in; none means every signed-in person. */
  actions?: readonly string[];
  /** Shown in the menu of the feature. */
  menu?: boolean;
  /** Printed and shown without rail, tabs and watermark. */
  bare?: boolean;
};

export type DeskPart = { name: string; actions: readonly string[]; part: Component };

/** The desk is given its parts from outside: it knows no feature by name. */
export const deskParts: InjectionKey<readonly DeskPart[]> = Symbol('desk parts');

/** All features, given from outside to whoever shows what another post would see: a feature knows no other by name. */
export const allFeatures: InjectionKey<readonly Feature[]> = Symbol('all features');

export type MenuItem = Pick<Feature, 'name' | 'title' | 'icon'> & { to: string; pages: readonly PageRoute[] };

/** The features and pages that at least one of somebody's actions opens. */
export function menuFor(features: readonly Feature[], may: (...wanted: readonly string[]) => boolean): MenuItem[] {
  return features.flatMap(({ name, title, icon, pages }) => {
    const open = pages.filter((page) => page.menu && may(...(page.actions ?? [])));
    const first = open[0];
    return first ? [{ name, title, icon, to: first.path, pages: open }] : [];
  });
}

/** A feature as the shell sees it: deleting its folder and its line in `features.ts` removes it. */
export type Feature = {
  name: string;
  title: TextKey;
  icon: Component;
  pages: readonly PageRoute[];
  /** What the feature lays on the desk of those who have one of the actions. */
  desk?: readonly DeskPart[];
};

declare module 'vue-router' {
  interface RouteMeta {
    title?: TextKey;
    feature?: string;
    actions?: readonly string[];
    open?: boolean;
    bare?: boolean;
  }
}

/** The feature's routes with their component named after the route. */
export function routesOf(feature: Feature): RouteRecordRaw[] {
  return feature.pages.map(({ path, name, title, page, actions, bare }) => ({
    path,
    name,
    component: async () => ({ ...(await page()).default, name }),
    meta: { title, feature: feature.name, actions: actions ?? [], bare: bare ?? false },
  }));
}
