import { useIdle } from '@vueuse/core';
import { computed, type ComputedRef } from 'vue';

/** Nobody at the desk for a minute: pages stop asking, for what asks by itself would keep the session from its idle limit. */
const { idle } = useIdle(60_000);

/** Ask again after so long, as long as somebody is there. */
export function every(milliseconds: () => number | false): ComputedRef<number | false> {
  return computed(() => (idle.value ? false : milliseconds()));
}
