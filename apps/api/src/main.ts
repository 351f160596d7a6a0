import 'reflect-metadata';
import { createServer, readConfig, serveReference } from '@heliotrope/platform';
import { ApiModule } from './api.module.js';

const config = readConfig();
const app = await createServer(ApiModule.with(config), config);
serveReference(app);
await app.listen(config.http.port, config.http.host);
// The launcher and an operator's eye read this line; the port may have been chosen by the system.
process.stdout.write(`api listening ${await app.getUrl()}\n`);
process.send?.({ listening: await app.getUrl() });
