// Serves the built console and student app, each on its port, with /api handed on to the API: one origin for a browser,
// as behind nginx. Settings come as one JSON argument: { host, api, apps: [{ name, dist, port }] }.
import path from 'node:path';
import { preview } from 'vite';
import { securityHeaders } from './security-headers.mjs';

const { host, api, apps } = JSON.parse(process.argv[2]);
const servers = [];
for (const { name, dist, port } of apps) {
  servers.push(
    await preview({
      configFile: false,
      root: path.dirname(dist),
      appType: 'spa',
      logLevel: 'warn',
      build: { outDir: dist },
      preview: {
        host,
        port,
        strictPort: true,
        headers: securityHeaders[name],
        proxy: { '/api': { target: api, xfwd: true, timeout: 0 } },
      },
    }),
  );
}
console.log('web ready');
