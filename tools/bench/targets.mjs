/** What each figure must reach, and what we aim at. `more`: higher is better. */
export const TARGETS = {
  submit_vs_insert: { more: true, atLeast: 0.5, aim: 0.8 },
  submit_vs_same_statements: { more: true, atLeast: 0.6, aim: 1 },
  submit_cpu_us: { more: false, atLeast: 200, aim: 100 },
  round_open_vs_copy: { more: false, atLeast: 1.5, aim: 1.2 },
  round_reopen_vs_open: { more: false, atLeast: 0.2, aim: null },
  critical_to_case_ms: { more: false, atLeast: 1000, aim: 200 },
  import_vs_copy: { more: false, atLeast: 2.5, aim: 2 },
  import_rss_mb: { more: false, atLeast: 200, aim: null },
  scope_cost: { more: false, atLeast: 1.3, aim: 1.1 },
  person_search_p95_ms_at_6m: { more: false, atLeast: 50, aim: 20 },
  county_report_s: { more: false, atLeast: 5, aim: 2 },
  board_p95_ms_at_6m: { more: false, atLeast: 15, aim: 5 },
  student_js_kb: { more: false, atLeast: 60, aim: 40 },
  console_js_kb: { more: false, atLeast: 250, aim: null },
};

/** Holds measured figures against the targets. */
export function judge(figures) {
  const reaches = (value, wanted, more) => (wanted === null || value === null || value === undefined ? null : more ? value >= wanted : value <= wanted);
  return Object.fromEntries(
    Object.entries(TARGETS).map(([name, { more, atLeast, aim }]) => {
      const value = figures[name]?.value ?? null;
      return [name, { value, better: more ? 'higher' : 'lower', atLeast, aim, met: value === null ? false : reaches(value, atLeast, more), aimMet: reaches(value, aim, more) }];
    }),
  );
}
