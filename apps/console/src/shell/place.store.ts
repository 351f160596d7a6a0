import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

import type { OrgNode } from './org-tree.api.js';

/** The place in the organisation the person is looking at: every list narrows itself to it. */
export const usePlace = defineStore('place', () => {
  const trail = ref<OrgNode[]>([]);
  const chosen = computed(() => trail.value.at(-1) ?? null);
  const of = (kind: OrgNode['kind']) => trail.value.find((node) => node.kind === kind)?.id;
  const schoolId = computed(() => of('school') ?? (chosen.value?.kind === 'class' ? (chosen.value.parentId ?? undefined) : undefined));
  const classId = computed(() => of('class'));

  function choose(path: readonly OrgNode[]): void {
    trail.value = [...path];
  }

  return { trail, chosen, schoolId, classId, choose, clear: () => choose([]) };
});
