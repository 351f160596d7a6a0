import { refuse } from '@heliotrope/kernel';
import sharp from 'sharp';
import './refusals.js';

const MAX_PIXELS = 40_000_000; // a phone's picture; a picture of one colour and 30,000 × 30,000 is a bomb of a few kilobytes

/**
 * The picture again, drawn anew: turned upright first, then without its place, time, device and hidden thumbnails.
 * @throws Refusal platform/image-unreadable
 */
export async function cleanImage(bytes: Buffer, kind: 'png' | 'jpeg' | 'webp'): Promise<Buffer> {
  try {
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).rotate().toFormat(kind).toBuffer();
  } catch {
    throw refuse('platform/image-unreadable');
  }
}
