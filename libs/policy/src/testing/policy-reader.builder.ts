import type { PolicyValue } from '../rules/index.js';
import { readPackFiles, PolicyReader, type PackLoader } from '../server/index.js';

/** A reader without a database, over the packs that are shipped and whatever rows a test adds. */
export async function policyReader(added: readonly PolicyValue[] = []): Promise<PolicyReader> {
  const values = [...readPackFiles().flatMap(({ pack }) => pack.values), ...added];
  const reader = new PolicyReader(
    { load: async () => undefined } as unknown as PackLoader,
    { currentValues: async () => values } as unknown as ConstructorParameters<typeof PolicyReader>[1],
  );
  await reader.onModuleInit();
  return reader;
}
