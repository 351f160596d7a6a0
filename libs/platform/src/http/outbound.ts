import dns from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { refuse } from '@heliotrope/kernel';
import { blockListOf, mayCall } from './outbound-address.js';
import './outbound-refusals.js';

export interface OutboundRules {
  /** Blocks of a private network that are meant, as `10.20.0.0/16`. Calls into them may also go without TLS. */
  readonly allow: readonly string[];
  readonly timeoutMs?: number;
  readonly maxAnswerBytes?: number;
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

export interface OutboundCall {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface OutboundAnswer {
  readonly status: number;
  /** The content type, empty when none was named. */
  readonly type: string;
  readonly body: string;
}

const addressesOf = async (host: string): Promise<string[]> => (await dns.lookup(host, { all: true })).map(({ address }) => address);

/**
 * Calls an address that a user gave us (a webhook, say), without becoming that user's hand inside our network: the name
 * is resolved once, every address it has is judged, and the connection goes to the address that was judged, so a name
 * that answers differently the second time gains nothing. Redirects are answers like any other and never followed.
 */
export class Outbound {
  private readonly allowed;

  constructor(private readonly rules: OutboundRules) {
    this.allowed = blockListOf(rules.allow);
  }

  /** Is this address one we would call? For a form that takes it down. @throws Refusal platform/outbound-refused */
  async check(address: string): Promise<void> {
    await this.judged(address);
  }

  /** @throws Refusal platform/outbound-refused, platform/outbound-silent */
  async call(address: string, call: OutboundCall = {}): Promise<OutboundAnswer> {
    const { url, ip } = await this.judged(address);
    try {
      return await this.send(url, ip, call);
    } catch (error) {
      throw refuse('platform/outbound-silent', { reason: (error as NodeJS.ErrnoException).code ?? 'failed' });
    }
  }

  private async judged(address: string): Promise<{ url: URL; ip: string }> {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') throw refuse('platform/outbound-refused');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const found = isIP(host) ? [host] : await (this.rules.resolve ?? addressesOf)(host).catch(() => []);
    // One address inside is enough to refuse: which one a connection would take is not ours to guess.
    if (found.length === 0 || !found.every((ip) => mayCall(ip, this.allowed))) throw refuse('platform/outbound-refused');
    const isOwnNetwork = found.every((ip) => this.allowed.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4'));
    if (url.protocol === 'http:' && !isOwnNetwork) throw refuse('platform/outbound-refused');
    return { url, ip: found[0]! };
  }

  private send(url: URL, ip: string, { method = 'POST', headers = {}, body }: OutboundCall): Promise<OutboundAnswer> {
    const lookup: LookupFunction = (_host, options, done) => {
      const family = isIP(ip);
      if (options.all) done(null, [{ address: ip, family }]);
      else done(null, ip, family);
    };
    const limit = this.rules.maxAnswerBytes ?? 64 * 1024;
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(
        url,
        { method, headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) }, lookup, agent: false },
        (answer) => {
          const parts: Buffer[] = [];
          let size = 0;
          answer.on('error', reject);
          answer.on('data', (part: Buffer) => {
            parts.push(part.subarray(0, Math.max(0, limit - size)));
            size += part.length;
            if (size > limit) answer.destroy(); // an endless answer is cut off, what came counts
          });
          answer.on('close', () => resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body: Buffer.concat(parts).toString('utf8') }));
        },
      );
      // One limit for the whole call: an answer that drips a byte a second would outlive a limit on silence.
      const patience = setTimeout(() => request.destroy(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })), this.rules.timeoutMs ?? 10_000);
      request.on('close', () => clearTimeout(patience));
      request.on('error', reject);
      request.end(body);
    });
  }
}
