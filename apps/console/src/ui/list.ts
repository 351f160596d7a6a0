import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';

import type { Page, PageAsk } from '../api/page.js';
import { asProblem, type Problem } from '../api/problem.js';

export type List<Row> = {
  rows: ComputedRef<readonly Row[]>;
  loading: ComputedRef<boolean>;
  busy: ComputedRef<boolean>;
  problem: ComputedRef<Problem | null>;
  limit: Ref<number>;
  pageNumber: ComputedRef<number>;
  hasNext: ComputedRef<boolean>;
  next: () => void;
  previous: () => void;
  refresh: () => Promise<unknown>;
};

/**
 * A list read page by page with the server's cursors. `ask` is part of the key: change a filter or the chosen place and
 * the list starts again at its first page.
 */
export function useList<Row, Ask extends object>(key: string, ask: () => Ask, fetch: (ask: Ask & PageAsk) => Promise<Page<Row>>): List<Row> {
  const cursors = ref<(string | undefined)[]>([undefined]);
  const limit = ref(50);
  const asked = computed(ask);
  watch([() => JSON.stringify(asked.value), limit], () => (cursors.value = [undefined]));

  const query = useQuery({
    queryKey: computed(() => [key, 'list', asked.value, limit.value, cursors.value.at(-1) ?? '']),
    queryFn: () => fetch({ ...asked.value, limit: limit.value, cursor: cursors.value.at(-1) }),
    placeholderData: keepPreviousData,
  });

  return {
    rows: computed(() => query.data.value?.items ?? []),
    loading: computed(() => query.isPending.value),
    busy: computed(() => query.isFetching.value),
    problem: computed(() => (query.error.value && !query.data.value ? asProblem(query.error.value) : null)),
    limit,
    pageNumber: computed(() => cursors.value.length),
    hasNext: computed(() => Boolean(query.data.value?.nextCursor)),
    next: () => {
      const cursor = query.data.value?.nextCursor;
      if (cursor) cursors.value = [...cursors.value, cursor];
    },
    previous: () => {
      if (cursors.value.length > 1) cursors.value = cursors.value.slice(0, -1);
    },
    refresh: () => query.refetch(),
  };
}
