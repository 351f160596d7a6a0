import type { JobRunDto } from '@heliotrope/api-client';

import { get, post } from './http.js';

export type JobRun = JobRunDto;
export type JobRunState = JobRun['state'];
export type JobProgress = Pick<JobRun, 'state' | 'done' | 'total'> & Partial<Pick<JobRun, 'note'>>;

export const jobRun = (id: string) => get<JobRun>(`/api/job-runs/${id}`);
export const cancelJobRun = (id: string) => post(`/api/job-runs/${id}/cancel`);

export const hasEnded = (state: JobRunState) => state === 'done' || state === 'failed' || state === 'cancelled';

/**
 * Hears the progress of one run until it ends. A proxy that buffers server-sent events (common in bureau networks)
 * shows as an error or as silence: then the run is asked for every two seconds instead.
 */
export function followJobRun(id: string, hear: (progress: JobProgress) => void): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const source = new EventSource(`/api/job-runs/${id}/events`);

  const stop = () => {
    over = true;
    source.close();
    clearTimeout(timer);
  };
  const take = (progress: JobProgress) => {
    if (over) return;
    hear(progress);
    if (hasEnded(progress.state)) stop();
  };
  const ask = async () => {
    try {
      take(await jobRun(id));
    } catch {
      // The next turn asks again; a lost network must not end the watch.
    }
    if (!over) timer = setTimeout(ask, 2000);
  };
  const fallBack = () => {
    source.close();
    clearTimeout(timer);
    if (!over) timer = setTimeout(ask, 300);
  };

  source.addEventListener('progress', (event) => {
    clearTimeout(timer);
    take(JSON.parse((event as MessageEvent<string>).data) as JobProgress);
  });
  source.onerror = fallBack;
  timer = setTimeout(fallBack, 5000);
  return stop;
}
