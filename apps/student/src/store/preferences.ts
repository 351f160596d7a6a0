import { reactive, watchEffect } from 'vue';

export interface Preferences {
  big: boolean;
  dark: boolean;
  autoAdvance: boolean;
  language: 'zh' | 'en';
}

const PLACE = 'heliotrope.preferences';

function usual(): Preferences {
  return { big: false, dark: matchMedia('(prefers-color-scheme: dark)').matches, autoAdvance: true, language: 'zh' };
}

function remembered(): Partial<Preferences> {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

/** How this pupil likes the page. Kept for the tab only: the next pupil at a lab computer starts with the usual. */
export const preferences = reactive<Preferences>({ ...usual(), ...remembered() });

export function forgetPreferences(): void {
  Object.assign(preferences, usual());
}

watchEffect(() => {
  const root = document.documentElement;
  root.dataset['type'] = preferences.big ? 'big' : 'normal';
  root.dataset['mode'] = preferences.dark ? 'dark' : 'light';
  root.lang = preferences.language === 'zh' ? 'zh-CN' : 'en';
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(preferences));
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
});
