import { usePreferredDark } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, watchEffect } from 'vue';

export type Daylight = 'auto' | 'light' | 'dark';
type Modes = { daylight: Daylight; grey: boolean; big: boolean };

const place = 'heliotrope.modes';

function remembered(): Modes {
  try {
    return { daylight: 'auto', grey: false, big: false, ...(JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Modes>) };
  } catch {
    return { daylight: 'auto', grey: false, big: false };
  }
}

/** How this person wants to see the console on this machine: daylight, mourning grey, big type. */
export const useModes = defineStore('modes', () => {
  const first = remembered();
  const daylight = ref<Daylight>(first.daylight);
  const grey = ref(first.grey);
  const big = ref(first.big);
  const systemDark = usePreferredDark();
  const dark = computed(() => daylight.value === 'dark' || (daylight.value === 'auto' && systemDark.value));

  watchEffect(() => {
    const root = document.documentElement;
    root.dataset['mode'] = dark.value ? 'dark' : 'light';
    root.dataset['grey'] = grey.value ? 'on' : 'off';
    root.dataset['type'] = big.value ? 'big' : 'normal';
    try {
      localStorage.setItem(place, JSON.stringify({ daylight: daylight.value, grey: grey.value, big: big.value }));
    } catch {
      // A locked-down browser without storage still shows the page; the choice lasts until it is closed.
    }
  });

  return { daylight, grey, big, dark };
});
