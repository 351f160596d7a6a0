// Serves the built console and student app, each on its port, with /api (and the console's /ims) handed on to the API: one origin for a browser,
// as behind nginx. Settings come as one JSON argument: { host, api, apps: [{ name, dist, port }] }.
import path from 'node:path';
import { preview } from 'vite';
import { securityHeaders } from './security-headers.mjs';

const { host, api, apps } = JSON.parse(process.argv[2]);
// Who asks is what we saw ourselves: a header that the browser sent would let anybody be anybody.
const tellWho = (proxy) => proxy.on('proxyReq', (onward, request) => onward.setHeader('x-forwarded-for', request.socket.remoteAddress));
for (const { name, dist, port } of apps) {
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
      // On this machine alone no foreign name may lead here (DNS rebinding); on a network the school gives it a name.
      allowedHosts: host === '127.0.0.1' ? [] : true,
      headers: securityHeaders[name],
      // OneRoster fixes the path /ims; a district's own systems come to the console's address, never to the pupils'.
      proxy: Object.fromEntries((name === 'console' ? ['/api', '/ims'] : ['/api']).map((start) => [start, { target: api, timeout: 0, configure: tellWho }])),
    },
  });
}
console.log('web ready');
