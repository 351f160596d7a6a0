import type { RefusalKind } from '@heliotrope/kernel';
import { tellErrorsBelow } from '@heliotrope/platform';

/** The minor codes of OneRoster 1.2 for what we refuse. */
const BY_CODE: Readonly<Record<string, string>> = { 'organisation/exchange-filter': 'invalid_filter_field', 'organisation/exchange-fields': 'invalid_selection_field' };
const BY_KIND: Readonly<Record<RefusalKind, string>> = {
  invalid: 'invaliddata', unauthenticated: 'unauthorisedrequest', forbidden: 'forbidden', absent: 'unknownobject', conflict: 'invaliddata', 'not-yet': 'invaliddata',
  'too-large': 'invaliddata', 'too-many': 'server_busy', unavailable: 'server_busy',
};

/** imsx_StatusInfo of OneRoster 1.2; beside its members our own code and number, as RFC 9457 names them. */
tellErrorsBelow('/ims/oneroster', (problem, refusal) => {
  const minor = problem.code === 'platform/bug' ? 'internal_server_error' : BY_CODE[refusal.code] ?? BY_KIND[refusal.kind];
  const status = minor === 'internal_server_error' ? 500 : refusal.kind === 'invalid' ? 400 : problem.status;
  return {
    status,
    body: {
      imsx_codeMajor: 'failure', imsx_severity: 'error', imsx_description: problem.title,
      imsx_CodeMinor: { imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: minor }] },
      code: problem.code, instance: problem.instance,
    },
    ...(status === 401 ? { headers: { 'www-authenticate': 'Bearer realm="oneroster"' } } : {}),
  };
});
