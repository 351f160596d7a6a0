import { shallowRef, watchEffect } from 'vue';
import { zh, type Dictionary } from './locale.zh.js';
import { preferences } from './store/preferences.js';

/** The sentences in the language this pupil chose; Chinese is on the first load, English comes when asked for. */
export const words = shallowRef<Dictionary>(zh);

watchEffect(async () => {
  if (preferences.language === 'zh') {
    words.value = zh;
    return;
  }
  const { en } = await import('./locale.en.js').catch(() => ({ en: zh }));
  if (preferences.language === 'en') words.value = en;
});
