import pg from 'pg';
import type { Config } from '../config/env.js';
import { connectionAs } from './connection.js';

/**
 * Listens for the database's wake-ups on a connection of its own. A connection that breaks is told once by `onLost`;
 * what was notified meanwhile is gone, which is why everything that hears wake-ups also sweeps.
 */
export async function listenForWakeUps(
  config: Config,
  channels: readonly string[],
  onWakeUp: (channel: string) => void,
  onLost: () => void,
): Promise<{ close(): Promise<void> }> {
  const client = new pg.Client(connectionAs('heliotrope_relay', config.database.url));
  client.on('error', onLost);
  client.on('end', onLost);
  client.on('notification', ({ channel }) => onWakeUp(channel));
  await client.connect();
  for (const channel of channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  return { close: () => client.end() };
}
