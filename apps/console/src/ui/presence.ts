import { useIdle } from '@vueuse/core';
import { computed, type ComputedRef } from 'vue';

/** Nobody at the desk for ten minutes: pages stop asking, so that the server's own idle limit can end the session. */
const { idle } = useIdle(10 * 60_000);

/** Ask again after so long, as long as somebody is there. */
export function every(milliseconds: () => number | false): ComputedRef<number | false> {
  return computed(() => (idle.value ? false : milliseconds()));
}
