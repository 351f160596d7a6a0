import { blockListOf } from '@heliotrope/platform';
import { isFittingBlock } from '../../rules/index.js';

/** Does a call from this address come from one of the blocks? */
export function isFrom(blocks: readonly string[], ip: string | undefined): boolean {
  if (ip === undefined) return false;
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip; // IPv4 in the dress of IPv6
  return blockListOf(blocks).check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}

/** The blocks among these that cannot be read or are too wide. */
export function unfittingBlocks(blocks: readonly string[]): readonly string[] {
  return blocks.filter((block) => !isFittingBlock(block) || !isReadable(block));
}

function isReadable(block: string): boolean {
  try {
    blockListOf([block]);
    return true;
  } catch {
    return false;
  }
}
