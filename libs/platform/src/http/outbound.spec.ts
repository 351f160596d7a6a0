import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blockListOf, mayCall } from './outbound-address.js';
import { Outbound } from './outbound.js';

describe('an address somebody typed', () => {
  it.each([
    '127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.100.100.200', '0.0.0.0', '224.0.0.1', '255.255.255.255',
    '::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', 'not-an-address',
  ])('%s is no place to call', (address) => {
    expect(mayCall(address, blockListOf([]))).toBe(false);
  });

  it.each(['1.1.1.1', '172.15.255.255', '172.32.0.1', '223.5.5.5', '2400:3200::1'])('%s is on the open internet', (address) => {
    expect(mayCall(address, blockListOf([]))).toBe(true);
  });

  it('inside may be called when the operator named its block, and only that block', () => {
    const allowed = blockListOf(['10.20.0.0/16', 'fd00:1::/64']);
    expect([mayCall('10.20.3.4', allowed), mayCall('10.21.3.4', allowed), mayCall('fd00:1::7', allowed)]).toEqual([true, false, true]);
    expect(() => blockListOf(['10.20.0.0/99'])).toThrow('not an address block');
  });
});

describe('a call to the outside', () => {
  let server: http.Server;
  let here: string;
  const seen: string[] = [];
  beforeAll(async () => {
    server = http.createServer((request, answer) => {
      seen.push(`${request.method} ${request.url} ${request.headers.host}`);
      if (request.url === '/away') return void answer.writeHead(302, { location: `${here}/inside` }).end();
      if (request.url === '/endless') return void setInterval(() => answer.write('x'.repeat(1000)), 1).unref();
      if (request.url === '/silent') return undefined;
      answer.end('taken');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<unknown>((done) => {
    server.closeAllConnections();
    server.close(done);
  }));

  const own = (more = {}) => new Outbound({ allow: ['127.0.0.0/8'], ...more });
  const refused = { code: 'platform/outbound-refused' };

  it('is refused to our own machine in every spelling', async () => {
    const closed = new Outbound({ allow: [] });
    for (const address of [here, here.replace('127.0.0.1', '0x7f.1'), here.replace('127.0.0.1', '2130706433'), here.replace('127.0.0.1', 'localhost'), 'https://[::1]/', 'file:///etc/passwd', 'https://user:word@1.1.1.1/', 'ftp://1.1.1.1', 'no address']) {
      await expect(closed.call(address)).rejects.toMatchObject(refused);
    }
    expect(seen).toEqual([]);
  });

  it('is refused when one of a name\'s addresses lies inside, and without TLS to the open internet', async () => {
    const twoFaced = new Outbound({ allow: [], resolve: async () => ['1.1.1.1', '127.0.0.1'] });
    await expect(twoFaced.check('https://rebind.example/')).rejects.toMatchObject(refused);
    const open = new Outbound({ allow: [], resolve: async () => ['1.1.1.1'] });
    await expect(open.check('http://plain.example/')).rejects.toMatchObject(refused);
    await expect(open.check('https://plain.example/')).resolves.toBeUndefined();
  });

  it('goes to the address that was judged, whatever the name says a moment later', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const named = own({ resolve: async () => answers.shift() ?? [] });
    expect(await named.call(here.replace('127.0.0.1', 'district.example'), { body: '{}' })).toEqual({ status: 200, type: '', body: 'taken' });
    expect(seen.at(-1)).toMatch(/^POST \/ district\.example/);
    expect(answers).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    expect((await own().call(`${here}/away`)).status).toBe(302);
    expect(seen.at(-1)).toContain('/away');
  });

  it('cuts off an endless answer and waits only so long for a silent one', async () => {
    expect((await own({ maxAnswerBytes: 1500 }).call(`${here}/endless`)).body).toHaveLength(1500);
    await expect(own({ timeoutMs: 80 }).call(`${here}/silent`)).rejects.toMatchObject({ code: 'platform/outbound-silent', details: { reason: 'ETIMEDOUT' } });
  });
});
