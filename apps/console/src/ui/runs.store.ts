import { defineStore } from 'pinia';
import { ref } from 'vue';

import { cancelJobRun, followJobRun, hasEnded, type JobProgress } from '../api/job-run.api.js';

export type Run = JobProgress & { id: string; title: string };

/** Long work this person has started, followed on every page until it ends and is dismissed. */
export const useRuns = defineStore('runs', () => {
  const runs = ref<Run[]>([]);
  const stops = new Map<string, () => void>();

  function follow(id: string, title: string, ended?: (progress: JobProgress) => void): void {
    if (stops.has(id)) return;
    runs.value.push({ id, title, state: 'queued', done: 0, total: null, note: '' });
    stops.set(id, followJobRun(id, (progress) => {
      const run = runs.value.find((one) => one.id === id);
      if (run) Object.assign(run, { state: progress.state, done: progress.done, total: progress.total, note: progress.note ?? '' });
      if (!hasEnded(progress.state)) return;
      if (progress.state !== 'failed') setTimeout(() => dismiss(id), 8000);
      ended?.(progress);
    }));
  }

  function dismiss(id: string): void {
    stops.get(id)?.();
    stops.delete(id);
    runs.value = runs.value.filter((run) => run.id !== id);
  }

  return { runs, follow, dismiss, cancel: cancelJobRun };
});
