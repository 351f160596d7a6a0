import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

import type { CodeSlip } from './account-admin.api.js';

/** One-time codes on their way from the list to the printer. In memory only, and gone with the page: nobody can ask for them again. */
export const useSlips = defineStore('code-slips', () => {
  const slips = shallowRef<readonly CodeSlip[]>([]);
  const show = (made: readonly CodeSlip[]) => (slips.value = made);
  const forget = () => (slips.value = []);
  return { slips, show, forget };
});
