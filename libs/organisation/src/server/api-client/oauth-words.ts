import { tellErrorsBelow } from '@heliotrope/platform';

/** RFC 6749 §5.2: the error's name, and a sentence for whoever reads the log. The name is ASCII, and so must be the sentence. */
const NAMES: Readonly<Record<string, readonly [error: string, description: string]>> = {
  'organisation/oauth-grant-type': ['unsupported_grant_type', 'only client_credentials is supported'],
  'organisation/oauth-client': ['invalid_client', 'unknown client, wrong secret, not open, expired, or from an address that is not allowed'],
  'organisation/oauth-scope': ['invalid_scope', 'the scope exceeds what was approved for this client'],
  'platform/too-many': ['temporarily_unavailable', 'too many requests for tokens'],
  'platform/unavailable': ['temporarily_unavailable', 'try again later'],
  'platform/bug': ['server_error', 'something went wrong'],
};

/** The members of RFC 9457 stand beside them: our own code and the sentence in Chinese. */
tellErrorsBelow('/api/oauth', (problem, refusal) => {
  const [error, description] = NAMES[refusal.code] ?? ['invalid_request', 'the request is missing a parameter, repeats one, or is malformed'];
  const status = error === 'invalid_request' ? 400 : refusal.kind === 'invalid' ? 400 : problem.status;
  return {
    status,
    body: { error, error_description: description, title: problem.title, code: problem.code, status, instance: problem.instance },
    ...(status === 401 ? { headers: { 'www-authenticate': 'Basic realm="oauth"' } } : {}),
  };
});
