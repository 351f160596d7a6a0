import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@heliotrope/platform';
import { percentile, round } from './statistics.mjs';
import os from 'node:os';

const POLL_MS = 5;
const GIVE_UP_MS = 30_000;

/**
 * From the moment a pupil's critical sheet was acknowledged until the psychology teacher's list of cases, read through
 * the API, shows that pupil; while other pupils hand in at a steady rate.
 * @param {{ ground: object, seats: { studentId: string, schoolId: string, token: string }[], teachers: Map<string, Function>,
 *           instrument: string, version: string, answers: number[], say: (text: string) => void }} options
 */
export async function measureAlarm({ ground, seats, teachers, instrument, version, answers, say }) {
  const milliseconds = [];
  for (const { token, studentId, schoolId } of seats) {
    const sheet = { sheetId: newId(), instrument, version, answers };
    const answer = await fetch(`${ground.address}/api/answering/sheets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(sheet),
    });
    const accepted = performance.now();
    if (!answer.ok) throw new Error(`the critical sheet was answered with ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    const teacher = teachers.get(schoolId);
    for (;;) {
      const { items } = await teacher('/crisis-escalation/cases?limit=100');
      if (items.some(({ pupil }) => pupil.studentId === studentId)) break;
      if (performance.now() - accepted > GIVE_UP_MS) throw new Error('a critical sheet led to no case within 30 s');
      await pause(POLL_MS);
    }
    milliseconds.push(performance.now() - accepted);
  }
  say(`alarm: ${milliseconds.length} critical sheets, median ${percentile(milliseconds, 0.5).toFixed(0)} ms, p99 ${percentile(milliseconds, 0.99).toFixed(0)} ms`);
  return {
    value: round(percentile(milliseconds, 0.99)),
    p99: round(percentile(milliseconds, 0.99)),
    p50: round(percentile(milliseconds, 0.5)),
    n: milliseconds.length,
    spread: { min: round(Math.min(...milliseconds)), max: round(Math.max(...milliseconds)) },
    load: round(os.loadavg()[0]),
  };
}
