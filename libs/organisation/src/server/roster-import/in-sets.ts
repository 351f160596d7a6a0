import type { Tx } from '@heliotrope/platform';

/**
 * Runs statements that hold a whole sheet against a whole roster. The walls name the bureau twice, once as a right and once
 * as the place; the planner takes the two for independent, expects one pupil where there are a hundred thousand, and tries
 * each row of the sheet with each of them: two hundred rows took minutes. Here it may only hash and merge.
 */
export async function inSets<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.query(`set local enable_nestloop = off`);
  const done = await work(); // when it throws, the transaction goes, and the setting with it
  await tx.query(`set local enable_nestloop = on`);
  return done;
}
