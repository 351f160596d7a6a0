// usage: node dist/demo/load.js   loads the synthetic district into an empty database; prints one JSON line per sign-in.
import { readConfig } from '@heliotrope/platform';
import { loadDemo } from './index.js';

for (const signIn of await loadDemo(readConfig())) process.stdout.write(`${JSON.stringify(signIn)}\n`);
