import { newId } from '@heliotrope/platform';
import { EVERY_BUREAU } from './district.js';
import { type DemoStep, hasRows } from './step.js';

/** Terms of this school year and the next for every bureau, and one day off that a county adds to the country's. */
export const calendarStep: DemoStep = {
  name: 'calendar',
  isDone: (tx) => hasRows(tx, `select from organisation.term`),
  run: ({ work, actor, schoolYear }) =>
    work.run(actor, 'organisation.load-demo', async (tx) => {
      for (const jurisdictionId of EVERY_BUREAU) {
        for (const year of [schoolYear, schoolYear + 1]) {
          await tx.query(
            `insert into organisation.term (jurisdiction_id, id, school_year, number, starts_on, ends_on)
             values ($1, $2, $4, 1, make_date($4, 9, 1), make_date($4 + 1, 1, 22)), ($1, $3, $4, 2, make_date($4 + 1, 2, 22), make_date($4 + 1, 7, 9))`,
            [jurisdictionId, newId(), newId(), year],
          );
        }
        await tx.query(
          `insert into organisation.calendar_day (jurisdiction_id, id, day, off, name) values ($1, $2, make_date($3, 10, 30), true, '秋季运动会')`,
          [jurisdictionId, newId(), schoolYear],
        );
      }
      tx.audit({ object: 'demo:calendar', jurisdictionId: EVERY_BUREAU[0]! });
    }),
};
