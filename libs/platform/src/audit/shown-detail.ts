/** What of an entry's detail an auditor is shown: counts, codes and ids that say what was done, and nothing of what was found. */
const SHOWN = new Set([
  'ip', 'purpose', 'bytes', 'rows', 'kind', 'format', 'hours', 'grant', 'verdict', 'listed', 'decided', 'proposed', 'raised', 'reviewId', 'interviewId', 'caseId', 'sheets',
  'accessId', 'exportId', 'for', 'of', 'roundId', 'stepId', 'validFrom', 'edits', 'post', 'by', 'sessionsEnded', 'sessions', 'heads', 'auditors', 'year',
  'state', 'reason', 'field', 'new', 'changed', 'unchanged', 'leaving', 'wrong', 'count',
]);

/** The detail of one entry for the auditor's page. A detail that is no JSON object shows nothing. */
export function shownDetail(detail: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(detail);
    return parsed && typeof parsed === 'object' ? Object.fromEntries(Object.entries(parsed).filter(([key]) => SHOWN.has(key))) : {};
  } catch {
    return {};
  }
}
