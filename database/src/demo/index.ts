import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { chinaDayOf, type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';
import { OrganisationModule } from '@heliotrope/organisation';
import { schoolYearOf } from '@heliotrope/organisation/rules';
import { Clock, type Config, ConfigModule, CryptoModule, DatabaseModule, FilesModule, JobsModule, UnitOfWork } from '@heliotrope/platform';
import { ScreeningJobsModule, ScreeningModule } from '@heliotrope/screening';
import { calendarStep } from './calendar-step.js';
import { dataProtectionStep } from './data-protection-step.js';
import { BUREAUS, EVERY_BUREAU } from './district.js';
import { placesStep } from './places-step.js';
import { rosterStep } from './roster-step.js';
import { screeningStep } from './screening-step.js';
import { staffStep } from './staff-step.js';
import { type DemoContext, type DemoSignIn, type DemoStep, hasRows } from './step.js';
import { treeStep } from './tree-step.js';

export type { DemoContext, DemoSignIn, DemoStep } from './step.js';

/** In this order; sign-ins come last, so that a loader killed before them has handed out nothing. */
const STEPS: readonly DemoStep[] = [treeStep, calendarStep, rosterStep, placesStep, dataProtectionStep, screeningStep, staffStep];

const ACTOR: SystemActor = { kind: 'system', rule: 'organisation.load-demo', scope: wholeJurisdictions(...EVERY_BUREAU) };

/**
 * Loads the synthetic district into an empty database and returns its one-time sign-ins. A database that holds other
 * bureaus is left alone; one that holds the district already gives no sign-ins, for codes are shown only once.
 */
export async function loadDemo(config: Config, steps: readonly DemoStep[] = STEPS): Promise<DemoSignIn[]> {
  @Module({ imports: [ConfigModule.with(config), DatabaseModule, CryptoModule, FilesModule, JobsModule, OrganisationModule, ScreeningModule, ScreeningJobsModule] })
  class DemoModule {}

  const app = await NestFactory.createApplicationContext(DemoModule, { logger: ['error', 'warn'], abortOnError: false });
  try {
    const work = app.get(UnitOfWork);
    const day = chinaDayOf(app.get(Clock).now());
    const context: DemoContext = { app, work, actor: ACTOR, day, schoolYear: schoolYearOf(day), signIns: [] };
    const isOthers = await work.read(ACTOR, 'organisation.load-demo', (tx) =>
      hasRows(tx, `select from organisation.bureau where not id = any($1::int[])`, [BUREAUS.map((bureau) => bureau.id)]),
    );
    if (isOthers) return [];
    for (const step of steps) {
      const isDone = await work.read(ACTOR, 'organisation.load-demo', (tx) => step.isDone(tx));
      if (!isDone) await step.run(context);
    }
    return context.signIns;
  } finally {
    await app.close();
  }
}
