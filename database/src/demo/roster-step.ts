import { Readable } from 'node:stream';
import { wholeJurisdictions } from '@heliotrope/kernel';
import { RosterApplyService, RosterCheckService, RosterImportService } from '@heliotrope/organisation';
import { type JobContext, jobActor } from '@heliotrope/platform';
import { EVERY_BUREAU, SCHOOLS } from './district.js';
import { demoRoster } from './roster.js';
import type { DemoStep } from './step.js';

/** Some three thousand pupils, brought in by the same import a clerk uses: a bureau's roster is one uploaded file. */
export const rosterStep: DemoStep = {
  name: 'roster',
  isDone: async (tx) => {
    const [row] = await tx.query<{ missing: number }>(
      `select count(*) as missing from organisation.school s where not exists (
         select from organisation.student p where p.jurisdiction_id = s.jurisdiction_id and p.school_id = s.id)`,
    );
    return row!.missing === 0;
  },
  run: async ({ app, actor, schoolYear }) => {
    const imports = app.get(RosterImportService, { strict: false });
    for (const jurisdictionId of EVERY_BUREAU) {
      const schools = SCHOOLS.filter((school) => school.jurisdictionId === jurisdictionId);
      if (schools.length === 0) continue;
      const importer = { ...actor, scope: wholeJurisdictions(jurisdictionId) };
      const { id, jobRunId: checkRun } = await imports.upload(importer, { name: '演示名册.csv', content: Readable.from([demoRoster(schools, schoolYear)]), isCut: () => false });
      await app.get(RosterCheckService, { strict: false }).check(id, here(jurisdictionId, checkRun));
      const { counts } = await imports.one(importer, id);
      if (counts.wrong > 0) throw new Error(`the demo roster of ${jurisdictionId} has ${counts.wrong} wrong rows`);
      if (counts.new + counts.changed === 0) continue; // loaded before a kill
      const { jobRunId: applyRun } = await imports.confirm(importer, id, false);
      await app.get(RosterApplyService, { strict: false }).apply(id, here(jurisdictionId, applyRun));
    }
  },
};

/** The jobs' work done here and now: the launcher waits for it, and no worker runs yet. */
function here(jurisdictionId: number, runId: string): JobContext {
  return {
    runId, jurisdictionId, attempt: 1, actor: jobActor('organisation.load-demo', jurisdictionId),
    progress: async () => undefined, throwIfCancelled: async () => undefined,
  };
}
