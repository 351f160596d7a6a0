import { createHmac, randomBytes } from 'node:crypto';

/*
 * How does a receiver know that a message is ours, whole and fresh? The Standard Webhooks format (specification 1.0):
 * HMAC-SHA256 over id, time and body. Any of its verifiers reads what is made here; the package `standardwebhooks` is the
 * second opinion in the spec.
 */

const PREFIX = 'whsec_';

/** A secret as receivers enter it. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(32).toString('base64');

export function webhookHeaders(secret: string, message: { id: string; at: Date; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const mac = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}
