import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { ElMessage } from 'element-plus';
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';

import { asProblem, Problem } from '../../api/problem.js';
import { useText } from '../../locale/language.js';
import { cellsOf, editsOf, type DraftCells } from './matrix.js';
import { saveDraft, savedDraft, type SavedDraft } from './roles.api.js';

/**
 * The draft a bureau keeps between sittings, on which its administrators work in turn. What lies there is taken up when
 * nothing is drafted here yet; when somebody was first with saving, both drafts are held against each other.
 */
export function useSavedDraft(draft: Ref<DraftCells>, bureauId: ComputedRef<number | undefined>, mayEdit: ComputedRef<boolean>) {
  const t = useText();
  const cache = useQueryClient();
  const key = computed(() => ['roles-draft', bureauId.value ?? 0]);
  const found = useQuery({ queryKey: key, queryFn: () => savedDraft(bureauId.value), enabled: computed(() => mayEdit.value && bureauId.value !== undefined) });
  const saved = computed(() => found.data.value);
  const theirs = ref<SavedDraft | null>(null);
  const problem = ref<Problem | null>(null);
  const busy = ref(false);
  const seen = ref(0);
  watch([saved, bureauId], ([now]) => {
    if (!now || theirs.value || Object.keys(draft.value).length > 0) return;
    seen.value = now.version;
    draft.value = cellsOf(now.edits);
  }, { immediate: true });
  const isSaved = computed(() => JSON.stringify([...editsOf(draft.value)].sort(byCell)) === JSON.stringify([...(saved.value?.edits ?? [])].map(({ post, action, word }) => ({ post, action, word })).sort(byCell)));

  async function keep(edits = editsOf(draft.value)): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      const now = await saveDraft({ ...(bureauId.value === undefined ? {} : { bureauId: bureauId.value }), edits }, seen.value);
      seen.value = now.version;
      cache.setQueryData(key.value, now);
      ElMessage.success(t(edits.length > 0 ? 'roles.draft.saved' : 'roles.draft.givenUp'));
    } catch (thrown) {
      const told = asProblem(thrown);
      if (told.code === 'platform/changed-meanwhile') theirs.value = told.details['current'] as SavedDraft;
      else problem.value = told;
    } finally {
      busy.value = false;
    }
  }

  async function giveUp(): Promise<void> {
    draft.value = {};
    if ((saved.value?.edits.length ?? 0) > 0) await keep([]);
  }

  /** Somebody was first: go on with what is here, or with what lies there. */
  function choose(whose: 'mine' | 'theirs'): void {
    const other = theirs.value!;
    theirs.value = null;
    seen.value = other.version;
    if (whose === 'theirs') draft.value = cellsOf(other.edits);
    cache.setQueryData(key.value, other);
  }

  /** It has been put in force, and the server keeps it no more. */
  async function proposed(): Promise<void> {
    draft.value = {};
    await cache.invalidateQueries({ queryKey: ['roles-draft'] });
  }

  const version = computed(() => ((saved.value?.edits.length ?? 0) > 0 ? seen.value : undefined));
  return { saved, theirs, problem, busy, isSaved, version, keep, giveUp, choose, proposed };
}

const byCell = (a: { post: string; action: string }, b: { post: string; action: string }) => `${a.post} ${a.action}`.localeCompare(`${b.post} ${b.action}`);
