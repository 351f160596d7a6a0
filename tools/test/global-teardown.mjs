import fs from 'node:fs';

export default async function globalTeardown() {
  const stack = globalThis.heliotropeTestStack;
  if (!stack) return;
  await Promise.all([stack.postgres?.stop(), stack.redis?.stop()]);
  fs.rmSync(stack.folder, { recursive: true, force: true });
}
