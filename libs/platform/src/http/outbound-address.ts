import { BlockList, isIP } from 'node:net';

/**
 * Address blocks that are no place on the open internet: this host, private and shared networks, link-local (where clouds
 * serve their machines' secrets), documentation, benchmarks, multicast, reserved. IANA special-purpose registries (RFC 6890).
 */
const NOT_PUBLIC = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/96', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7',
  'fe80::/10', 'fec0::/10', 'ff00::/8',
];

/** @throws Error for a block that is not written as address/prefix. */
export function blockListOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/');
    const version = isIP(address);
    const length = Number(prefix ?? (version === 6 ? 128 : 32));
    if (version === 0 || !Number.isInteger(length) || length < 0 || length > (version === 6 ? 128 : 32)) {
      throw new Error(`not an address block: ${block}`);
    }
    list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const notPublic = blockListOf(NOT_PUBLIC);

/**
 * May a call to an address somebody typed into a form go to this IP address? Only to the open internet, or into a block
 * that the operator named: a district's own systems often stand in a private network.
 */
export function mayCall(address: string, allowed: BlockList): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address; // IPv4 in the dress of IPv6
  const version = isIP(plain);
  if (version === 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  return allowed.check(plain, family) || !notPublic.check(plain, family);
}
