import type { OutboundAnswer } from '@heliotrope/platform';
import { DoorClosed } from './door.js';

/** An answer of a provider that speaks JSON. @throws DoorClosed for any other, and for a failure. */
export function answerOf<T extends object>({ status, body }: OutboundAnswer): T {
  if (status < 200 || status > 299) throw new DoorClosed(`answered ${status}`);
  try {
    const said: unknown = JSON.parse(body);
    if (typeof said === 'object' && said !== null) return said as T;
  } catch {
    // told below
  }
  throw new DoorClosed('answered no object');
}
