import { aReportedRound } from '@heliotrope/reporting/testing';
import { finished } from './opening.mjs';
import { figure } from './statistics.mjs';

const FORMATS = ['pdf', 'docx'];

/**
 * A county's report of its round, as PDF and as Word, with last year's beside it: from the officer's order to the file in
 * her hands, through the API and the worker's own job. What was judged before is forgotten first: the counts are judged anew.
 */
export async function measureCountyReport({ ground, officer, bureau, schools, pupils, rounds, say }) {
  const { owner } = ground;
  const versions = { 'phq-9': '1.1.0', 'gad-7': '1.1.0' };
  const year = new Date().getFullYear();
  await aReportedRound(owner, { jurisdictionId: bureau, title: '去年测评', opensAt: `${year - 1}-10-12T00:00:00Z`, versions, shift: 7 });
  const { id: roundId } = await aReportedRound(owner, { jurisdictionId: bureau, title: '今年测评', opensAt: `${year}-10-12T00:00:00Z`, versions });
  say(`${pupils} pupils of ${schools} schools have answered two rounds`);
  const both = [];
  const jobs = { pdf: [], docx: [] };
  const bytes = {};
  for (let n = 0; n <= rounds; n += 1) {
    let seconds = 0;
    for (const format of FORMATS) {
      await owner.query('truncate policy.published_counts');
      const began = performance.now();
      const { exportId, jobRunId } = await officer('/reporting/bureau-reports', { method: 'POST', body: { roundId, format } });
      const run = await finished(owner, { jurisdiction_id: bureau, id: jobRunId });
      bytes[format] = await officer.file(`/exports/${exportId}/file`);
      seconds += (performance.now() - began) / 1000;
      if (n > 0) jobs[format].push(run.seconds);
    }
    if (n === 0) continue; // the renderer looks at its fonts once in the life of a worker
    both.push(seconds);
    say(`county report ${n}/${rounds}: PDF and Word in ${seconds.toFixed(2)} s`);
  }
  const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return {
    county_report_s: {
      ...figure(both), unit: 's',
      parts: { pdf_job_s: median(jobs.pdf), word_job_s: median(jobs.docx), bytes },
      conditions: { schools, pupils, rounds: 2, forms: Object.keys(versions), measured: 'order by API, job in the worker, file fetched; first PDF, then Word; nothing judged before', notCounted: 'a first pair, in which the worker reads its fonts' },
    },
  };
}
