import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@heliotrope/platform';
import { signIn } from './population.mjs';
import { figure, percentile, round } from './statistics.mjs';

/**
 * The completion boards of a province whose pupils are on the roster: a round in every county, a delta for every class as
 * opening and answering leave them, folded by the worker's own folder; then asked through the API as the officers do.
 */
export async function measureBoard({ ground, school, looks, pupils, say }) {
  const { owner } = ground;
  const { rows: counties } = await owner.query(`select distinct jurisdiction_id as id from organisation.class where jurisdiction_id / 10000 = $1 order by 1`, [Math.floor(school.jurisdictionId / 10_000)]);
  const rounds = new Map();
  for (const { id: county } of counties) {
    const id = newId();
    rounds.set(county, id);
    await owner.query(
      `insert into screening.round (jurisdiction_id, id, title, opens_at, closes_at, grades, battery, state, created_by, created_at)
       values ($1, $2, '测速', now() - interval '1 day', now() + interval '7 days', '{7,8,9}', '[]', 'open', 'rule:bench', now())`, [county, id]);
    await owner.query(
      `insert into screening.round_class (jurisdiction_id, round_id, class_id, school_id, grade, code)
       select c.jurisdiction_id, $2, c.id, c.school_id, 7, 'BENCH' from organisation.class c where c.jurisdiction_id = $1`, [county, id]);
    await owner.query(
      `insert into screening.completion_delta (jurisdiction_id, round_id, school_id, class_id, at, eligible, started, completed, void, refused)
       select jurisdiction_id, $2, school_id, class_id, now(), count(*), count(*) - 3, count(*) - 5, 1, 1
         from organisation.student where jurisdiction_id = $1 group by 1, 3, 4`, [county, id]);
  }
  for (let waiting = 1; waiting > 0; await pause(500)) waiting = Number((await owner.query(`select count(*) from screening.completion_delta`)).rows[0].count);
  await owner.query('analyze screening.completion, screening.school_completion, screening.round_completion');
  const { rows: [held] } = await owner.query(`select sum(eligible)::int as pupils from screening.round_completion`);
  if (held.pupils !== pupils) throw new Error(`the boards hold ${held.pupils} pupils and not ${pupils}`);
  say(`${pupils} pupils are on the boards of ${counties.length} counties`);
  const county = school.jurisdictionId;
  const city = Math.floor(county / 100) * 100;
  const province = Math.floor(county / 10_000) * 10_000;
  const asked = {
    county: [await signIn(ground, { bureau: county, kind: 'county-officer' }), `/screening/rounds/${rounds.get(county)}/board`],
    city: [await signIn(ground, { bureau: city, kind: 'city-officer' }), '/screening/board'],
    province: [await signIn(ground, { bureau: province, kind: 'province-officer' }), '/screening/board'],
  };
  const all = [];
  const parts = {};
  for (const [level, [officer, path]] of Object.entries(asked)) {
    const times = [];
    for (let n = 0; n < looks + WARM; n += 1) {
      const began = performance.now();
      const { total } = await officer(path);
      if (n >= WARM) times.push(performance.now() - began);
      const sum = total.completed + total.refused + total.absent + total.void + total.notYet;
      if (total.eligible === 0 || sum !== total.eligible) throw new Error(`the ${level}'s five numbers do not add up`);
    }
    all.push(...times);
    parts[level] = round(percentile(times, 0.95));
  }
  const p95 = percentile(all, 0.95);
  say(`boards p95 ${round(p95)} ms (${Object.entries(parts).map(([level, ms]) => `${level} ${ms}`).join(', ')})`);
  return {
    board_p95_ms_at_6m: figure([p95], {
      conditions: { pupils, counties: counties.length, looks: `${looks} of each level, one after the other, through the API signed in`, county: 'its schools', city: 'its counties', province: 'its cities', p95_of_each: parts },
    }),
  };
}

const WARM = 20;
