import { ref, type Ref } from 'vue';

import { asProblem, type Problem } from '../../api/problem.js';

export type Acting = { busy: Ref<boolean>; problem: Ref<Problem | null>; act: (wish: () => Promise<unknown>) => Promise<boolean> };

/** One wish to the server at a time, and what it said when it refused. */
export function useAct(): Acting {
  const busy = ref(false);
  const problem = ref<Problem | null>(null) as Ref<Problem | null>;
  async function act(wish: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    try {
      await wish();
      return true;
    } catch (thrown) {
      problem.value = asProblem(thrown);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, act };
}
