import { useIntervalFn } from '@vueuse/core';
import { computed, onBeforeUnmount, onMounted, ref, watch } from 'vue';

import { moment } from '../locale/moments.js';

const copies = 60;

function sheet(text: string): HTMLElement {
  const made = document.createElement('div');
  made.className = 'watermark';
  made.ariaHidden = 'true';
  for (let n = 0; n < copies; n += 1) {
    const mark = document.createElement('span');
    mark.dataset['mark'] = text;
    made.append(mark);
  }
  return made;
}

/** Lays name and time over the whole window. Taken out, emptied or hidden by hand, it is laid again at once. */
export function useWatermark(name: () => string): void {
  const now = ref(new Date());
  useIntervalFn(() => (now.value = new Date()), 60_000);
  const text = computed(() => `${name()} ${moment(now.value)}`);
  let worn: HTMLElement | undefined;

  const onSheet = new MutationObserver(() => wear());
  const onBody = new MutationObserver(() => {
    if (!worn?.isConnected) wear();
  });

  function wear(): void {
    onSheet.disconnect();
    worn?.remove();
    worn = sheet(text.value);
    document.body.append(worn);
    onSheet.observe(worn, { childList: true, attributes: true, subtree: true });
  }

  onMounted(() => {
    wear();
    onBody.observe(document.body, { childList: true });
  });
  watch(text, wear);
  onBeforeUnmount(() => {
    onBody.disconnect();
    onSheet.disconnect();
    worn?.remove();
  });
}
