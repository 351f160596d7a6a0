import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anImpactAssessment } from '@heliotrope/data-protection/testing';
import { aBureau, anAccountWithPost, terms } from '@heliotrope/organisation/testing';
import { CryptoModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { anApproval } from '../../testing/approval.builder.js';
import { presentVersion } from '../../testing/instrument.builder.js';
import { OpenDueRounds } from '../round/open-due-rounds.job.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { MakeYearlyRounds } from './make-yearly-rounds.job.js';
import type { YearlyPlanBody } from './yearly-plan.dto.js';
import { YearlyPlanService } from './yearly-plan.service.js';

describe('a yearly plan', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, CryptoModule, ScreeningHttpModule, ScreeningJobsModule);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const plans = () => app.get(YearlyPlanService);
  const body = (over: Partial<YearlyPlanBody> = {}): YearlyPlanBody => ({
    title: '秋季测评', month: 10, dayOfMonth: 1, schoolDays: 5, aheadDays: 14, grades: [7, 8, 9], consentRule: 'consent-by-age',
    battery: [{ instrument: 'phq-9', version: presentVersion('phq-9'), grades: { from: 7, to: 9 } }], ...over,
  });
  async function bureau(jurisdictionId: number) {
    db.clock.set(new Date('2026-09-10T01:00:00Z'));
    await aBureau(db.owner, jurisdictionId);
    await terms(db.owner, jurisdictionId);
    await anImpactAssessment(db.owner, { jurisdictionId });
    await anApproval(db.owner, { jurisdictionId, instrument: 'phq-9' });
    return (await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId })).actor;
  }
  const tick = async (time: string) => {
    db.clock.set(new Date(time));
    await app.get(MakeYearlyRounds).tick();
  };
  const rounds = async (jurisdictionId: number) =>
    (await db.owner.query(
      `select title, school_year as year, state, created_by as by, consent_rule as rule, opens_at at time zone 'Asia/Shanghai' as opens, closes_at at time zone 'Asia/Shanghai' as closes
         from screening.round where jurisdiction_id = $1 order by opens_at`, [jurisdictionId],
    )).rows.map((row) => ({ ...row, opens: stamp(row.opens), closes: stamp(row.closes) }));
  const stamp = (at: unknown) => String(at instanceof Date ? at.toISOString() : at).slice(0, 16).replace('T', ' ');

  it('makes the round of the year once, on school days, and the clock opens it', async () => {
    const officer = await bureau(990351);
    await plans().add(officer, body({ dayOfMonth: 11 })); // a Sunday
    await tick('2026-09-27T15:00:00Z');
    expect(await rounds(990351)).toEqual([]);
    await tick('2026-09-27T16:00:00Z'); // fourteen days before Monday the 12th, in China
    await Promise.all([tick('2026-09-27T17:00:00Z'), tick('2026-09-27T17:00:00Z')]);
    expect(await rounds(990351)).toEqual([{
      title: '2026—2027学年秋季测评', year: 2026, state: 'planned', by: 'rule:screening.make-yearly-rounds', rule: 'consent-by-age', opens: '2026-10-12 08:00', closes: '2026-10-16 18:00',
    }]);
    db.clock.set(new Date('2026-10-12T00:00:00Z'));
    await app.get(OpenDueRounds).tick();
    expect((await rounds(990351))[0]).toMatchObject({ state: 'opening' });
    await tick('2026-10-20T00:00:00Z');
    expect(await rounds(990351)).toHaveLength(1);
  });

  it('is caught up when the worker was down over its days', async () => {
    const officer = await bureau(990352);
    await plans().add(officer, body({ dayOfMonth: 8 }));
    await tick('2026-10-16T03:00:00Z'); // Friday; the days from the 8th on are over
    expect(await rounds(990352)).toMatchObject([{ opens: '2026-10-19 08:00', closes: '2026-10-23 18:00' }]);
  });

  it('says what stands in its way, once, and goes on when that is out of the way', async () => {
    const officer = await bureau(990353);
    const { id } = await plans().add(officer, body({ dayOfMonth: 12 }));
    await db.owner.query(`update screening.instrument_approval set withdrawn_at = now(), withdrawn_by = 'test' where jurisdiction_id = 990353`);
    for (const hour of ['01', '02']) await tick(`2026-10-01T${hour}:00:00Z`);
    expect(await rounds(990353)).toEqual([]);
    const [shown] = await plans().list(officer);
    expect(shown).toMatchObject({ id, roundId: null, schoolYear: 2026, obstacle: expect.stringContaining('量表安排有误') });
    const { rows } = await db.owner.query(`select count(*) as n from audit.entry where object = $1 and detail like '%obstacle%'`, [`yearly-plan:${id}`]);
    expect(rows).toEqual([{ n: 1 }]);
    await anApproval(db.owner, { jurisdictionId: 990353, instrument: 'phq-9' });
    await tick('2026-10-01T03:00:00Z');
    expect(await rounds(990353)).toMatchObject([{ opens: '2026-10-12 08:00' }]);
    expect((await plans().list(officer))[0]).toMatchObject({ obstacle: null, roundId: expect.any(String) });
  });

  it('is changed from a day on, by one of two who edit it, and every version is kept with its author', async () => {
    const officer = await bureau(990354);
    const { id } = await plans().add(officer, body({ dayOfMonth: 20, aheadDays: 0 }));
    await plans().edit(officer, id, body({ dayOfMonth: 26, aheadDays: 0, validFrom: '2026-10-15' }), 1);
    await expect(plans().edit(officer, id, body({ title: '另一人的修改' }), 1)).rejects.toMatchObject({
      code: 'platform/changed-meanwhile', details: { current: expect.objectContaining({ version: 2, dayOfMonth: 26 }) },
    });
    await expect(plans().edit(officer, id, body({ validFrom: '2026-09-01' }), 2)).rejects.toMatchObject({ code: 'screening/change-in-the-past' });
    const { items } = await plans().changes(officer, id);
    expect(items.map(({ version, validFrom, changed, savedBy }) => ({ version, validFrom, changed, savedBy }))).toEqual([
      { version: 2, validFrom: '2026-10-15', changed: ['dayOfMonth'], savedBy: '测试员工' },
      { version: 1, validFrom: '2026-09-10', changed: expect.arrayContaining(['title', 'battery']), savedBy: '测试员工' },
    ]);
    await tick('2026-10-20T01:00:00Z'); // the first version would have made it today
    expect(await rounds(990354)).toEqual([]);
    await tick('2026-10-26T01:00:00Z');
    expect(await rounds(990354)).toMatchObject([{ opens: '2026-10-26 08:00' }]);
    const stranger = await bureau(990355);
    await expect(plans().edit(stranger, id, body(), 2)).rejects.toMatchObject({ code: 'screening/yearly-plan-absent' });
    expect(await plans().list(stranger)).toEqual([]);
  });

  it('makes nothing when it is switched off', async () => {
    const officer = await bureau(990356);
    const { id } = await plans().add(officer, body({ dayOfMonth: 12 }));
    await plans().edit(officer, id, body({ dayOfMonth: 12, isActive: false }), 1);
    await tick('2026-10-12T01:00:00Z');
    expect(await rounds(990356)).toEqual([]);
  });
});
