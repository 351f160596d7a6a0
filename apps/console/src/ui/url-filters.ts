import { computed, reactive, shallowRef, watch, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';

export type FilterOption = { value: string; label: string };
export type FilterDef = { key: string; label: string; kind: 'text' | 'choice' | 'toggle'; options?: readonly FilterOption[]; placeholder?: string };
export type FilterValues = Record<string, string>;

/** What the address says about these filters; a value the choice does not know is dropped, not sent to the server. */
export function readFilters(defs: readonly FilterDef[], query: LocationQuery): FilterValues {
  const found: FilterValues = {};
  for (const { key, kind, options } of defs) {
    const value = query[key];
    if (typeof value !== 'string' || value === '') continue;
    if (kind === 'choice' && !options?.some((option) => option.value === value)) continue;
    if (kind === 'toggle' && value !== '1') continue;
    found[key] = value;
  }
  return found;
}

/** The address with these filters in it; other words of the query stay. */
export function writeFilters(defs: readonly FilterDef[], query: LocationQuery, values: FilterValues): LocationQuery {
  const next: LocationQuery = { ...query };
  for (const { key } of defs) {
    const value = values[key]?.trim();
    if (value) next[key] = value;
    else delete next[key];
  }
  return next;
}

export type UrlFilters = {
  defs: ComputedRef<readonly FilterDef[]>;
  /** What is typed but not yet asked for. */
  draft: FilterValues;
  /** What the list shows. */
  applied: ComputedRef<FilterValues>;
  apply: () => void;
  reset: () => void;
};

/** Filters live in the address: a copied link, a reload and the back button all show the same list. */
export function useUrlFilters(defs: () => readonly FilterDef[]): UrlFilters {
  const route = useRoute();
  const router = useRouter();
  const known = computed(defs);
  // A page waits in its tab while another is looked at: the address is the other's then, and says nothing about this list.
  const home = route.path;
  const query = shallowRef(route.query);
  watch(
    () => route.query,
    (now) => {
      if (route.path === home) query.value = now;
    },
  );
  const applied = computed(() => readFilters(known.value, query.value));
  const draft = reactive<FilterValues>({});

  const fill = () => {
    for (const { key } of known.value) draft[key] = applied.value[key] ?? '';
  };
  // Compared by what it says: coming back to the tab must not wipe what was being typed.
  watch(() => JSON.stringify(applied.value), fill, { immediate: true });

  const go = (values: FilterValues) => router.replace({ path: route.path, query: writeFilters(known.value, route.query, values) });
  const reset = async () => {
    await go({});
    fill(); // what was typed and not yet asked for goes too
  };
  return { defs: known, draft, applied, apply: () => void go(draft), reset: () => void reset() };
}
