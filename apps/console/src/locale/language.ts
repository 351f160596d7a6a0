import zhElement from 'element-plus/es/locale/lang/zh-cn';
import { shallowRef } from 'vue';
import { createI18n, useI18n } from 'vue-i18n';

import type { Paths, Words } from './words.js';
import zh from './zh.js';

export type Language = 'zh-CN' | 'en';
export type TextKey = Paths<typeof zh>;
export type Text = (key: TextKey, named?: Record<string, unknown>) => string;

const place = 'heliotrope.language';

export const i18n = createI18n({
  legacy: false as const,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as never,
});

/** Words of element-plus itself, in the chosen language. */
export const elementWords = shallowRef(zhElement);

/** English comes as one file, only when someone asks for it. */
export async function speak(language: Language): Promise<void> {
  if (language === 'en') {
    const [words, element] = await Promise.all([import('./en.js'), import('element-plus/es/locale/lang/en')]);
    const en: Words<typeof zh> = words.default;
    i18n.global.setLocaleMessage('en', en as never);
    elementWords.value = element.default;
  } else {
    elementWords.value = zhElement;
  }
  (i18n.global.locale as unknown as { value: Language }).value = language;
  document.documentElement.lang = language;
  try {
    localStorage.setItem(place, language);
  } catch {
    // Without storage the language lasts until the page is closed.
  }
}

export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(place) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

/** `t` that knows every key: a word that is not in the locale does not compile. */
export function useText(): Text {
  const { t } = useI18n({ useScope: 'global' });
  return (key, named) => t(key as string, named ?? {});
}

/** For code outside components (menu, page titles). */
export const text: Text = (key, named) => (i18n.global as unknown as { t: Text }).t(key, named ?? {});
