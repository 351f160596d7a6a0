import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp } from 'vue';

import App from './App.vue';
import { Problem } from './api/problem.js';
import { allFeatures, deskParts } from './feature.js';
import { features } from './features.js';
import { i18n, rememberedLanguage, speak } from './locale/language.js';
import './look/tokens.css';
import './look/base.css';
import './look/element.css';
import './look/watermark.css';
import './look/print.css';
import { router } from './router.js';

/** Answers are about children: they are kept in memory for a minute, never on disk, and a refusal is not asked again. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      gcTime: 60_000,
      staleTime: 5_000,
      retry: (count, thrown) => count < 2 && (!(thrown instanceof Problem) || thrown.status === 0 || thrown.status >= 502),
      // A look at a child's record is written down; coming back to a window is not a new look.
      refetchOnWindowFocus: false,
    },
  },
});

await speak(rememberedLanguage());
createApp(App).use(createPinia()).use(VueQueryPlugin, { queryClient: queries }).use(i18n).use(router).provide(allFeatures, features).provide(deskParts, features.flatMap((feature) => feature.desk ?? [])).mount('#app');
