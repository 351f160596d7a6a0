import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

import { onSignedOut } from './api/http.js';
import { routesOf } from './feature.js';
import { features } from './features.js';
import { text } from './locale/language.js';
import { useSession } from './shell/session.store.js';
import { useTabs } from './shell/tabs.store.js';

const inside: RouteRecordRaw[] = [
  ...features.flatMap(routesOf),
  { path: '/:rest(.*)*', name: 'no-such-page', component: () => import('./shell/NoWay.vue'), meta: { title: 'shell.notFound' } },
];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./shell/SignIn.vue'), meta: { title: 'shell.signIn.title', open: true } },
    { path: '/design', name: 'design', component: () => import('./design/DesignPage.vue'), meta: { open: true } },
    { path: '/', component: () => import('./shell/Shell.vue'), children: inside },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

/** Signed in? Allowed? Then the page; a page the post does not open looks exactly like one that does not exist. */
router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  const session = useSession();
  if (!session.asked) await session.load();
  if (!session.session || session.session.needs !== null) return { path: '/sign-in', query: to.path === '/' ? {} : { next: to.fullPath } };
  if (!session.may(...(to.meta.actions ?? []))) return { name: 'no-such-page', params: { rest: to.path.slice(1).split('/') }, replace: true };
  return true;
});

router.afterEach((to, _from, failure) => {
  if (failure) return;
  if (!to.meta.open && !to.meta.bare) useTabs().visit(to);
  document.title = [to.meta.title ? text(to.meta.title) : '', text('shell.product')].filter(Boolean).join(' · ');
});

/** A new release removes the old chunks; a tab opened before it fetches the page again from the new one, once. */
router.onError((thrown: unknown, to) => {
  if (!/dynamically imported module|Importing a module script/i.test(String(thrown))) return;
  const place = 'heliotrope.reloaded';
  if (sessionStorage.getItem(place) === to.fullPath) return;
  sessionStorage.setItem(place, to.fullPath);
  location.assign(to.fullPath);
});

onSignedOut(() => {
  const session = useSession();
  if (!session.session) return;
  session.forget();
  useTabs().clear();
  const at = router.currentRoute.value;
  if (at.meta.open) return;
  // Something may only be asked of the person (a password that has aged): the sign-in page then shows that step.
  void session.load().catch(() => null).then(() => router.push({ path: '/sign-in', query: { next: at.fullPath } }));
});
