import { parentPort, workerData } from 'node:worker_threads';
import { type CarriedKey, keyCarried } from '@heliotrope/platform/sealing';
import type { Grist, MillSetup } from './grist.js';
import { RowMill } from './row-mill.js';

/** The setup as it comes to the thread. */
export type CarriedSetup = Omit<MillSetup, 'seal' | 'index'> & { readonly seal: CarriedKey; readonly index: CarriedKey };

const carried = workerData as CarriedSetup;
const mill = new RowMill({ ...carried, seal: keyCarried(carried.seal), index: keyCarried(carried.index) });

parentPort!.on('message', (grist: Grist) => {
  const flour = mill.mill(grist);
  parentPort!.postMessage(flour, [flour.rows.buffer, flour.raw.buffer]);
});
