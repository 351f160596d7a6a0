import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterTry } from './webhook-patience.js';
import { newWebhookSecret, webhookHeaders } from './webhook-signature.js';

describe('the signature of a webhook', () => {
  it('is read by the verifier everybody uses, whatever is told', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (text, id) => {
        const secret = newWebhookSecret();
        const body = JSON.stringify({ text });
        expect(new Webhook(secret).verify(body, webhookHeaders(secret, { id, at: new Date(), body }))).toEqual({ text });
      }),
    );
  });

  it('does not fit another body, another secret, another hour', () => {
    const secret = newWebhookSecret();
    const at = new Date();
    const headers = webhookHeaders(secret, { id: 'm1', at, body: '{"a":1}' });
    expect(() => new Webhook(secret).verify('{"a":2}', headers)).toThrow();
    expect(() => new Webhook(newWebhookSecret()).verify('{"a":1}', headers)).toThrow();
    const old = webhookHeaders(secret, { id: 'm1', at: new Date(at.getTime() - 3_600_000), body: '{"a":1}' });
    expect(() => new Webhook(secret).verify('{"a":1}', old)).toThrow();
  });
});

describe('patience', () => {
  const now = new Date('2026-10-12T01:00:00Z');
  it.each([
    [1, 200, 'delivered'],
    [1, 299, 'delivered'],
    [1, 199, 'waiting'],
    [1, 300, 'waiting'],
    [1, 302, 'waiting'],
    [1, 404, 'waiting'],
    [1, 410, 'failed'],
    [1, 500, 'waiting'],
    [1, null, 'waiting'],
    [9, 503, 'waiting'],
    [10, 503, 'failed'],
    [10, 204, 'delivered'],
  ])('after try %d with answer %s the message is %s', (attempts, status, state) => {
    expect(afterTry(attempts, status, now).state).toBe(state);
  });

  it('grows from seconds to a day, and ends after three', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempts) => {
      const verdict = afterTry(attempts, null, now);
      return verdict.state === 'waiting' ? verdict.nextTryAt.getTime() - now.getTime() : 0;
    });
    expect(waits[0]).toBe(5_000);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000).toBeCloseTo(75.6, 1);
  });
});
