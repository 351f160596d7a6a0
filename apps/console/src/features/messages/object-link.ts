const pages: Record<string, string> = {
  case: '/crisis-escalation/cases/',
  review: '/screening/reviews/',
  round: '/screening/rounds/',
  'roster-import': '/organisation/roster-imports/',
  export: '/reporting/exports?id=',
};

/** Where a message or to-do leads: `case:<id>` to that case. What this console cannot show stays in the message list. */
export function linkOf(about: { object: string | null }): string {
  const [kind = '', id = ''] = (about.object ?? '').split(/:(.*)/s);
  const page = pages[kind];
  return page && id ? page + encodeURIComponent(id) : '/messages';
}
