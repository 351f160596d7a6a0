import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const api = process.env['HELIOTROPE_API_URL'] ?? 'http://127.0.0.1:3000';

/** The built page carries its own content policy, so that it holds on whatever file server a county puts it. */
function contentPolicy(): Plugin {
  const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'";
  return {
    name: 'heliotrope-content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

export default defineConfig({
  base: './',
  plugins: [
    vue(),
    contentPolicy(),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: null,
      workbox: {
        globPatterns: ['**/*.{html,js,css,svg,png}'],
        // The address of a seat slip holds the codes; the page is the same for every slip.
        ignoreURLParametersMatching: [/./],
        navigateFallbackDenylist: [/^\/api\//],
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
      manifest: {
        name: '向阳 · 心理健康测评',
        short_name: '向阳',
        lang: 'zh-CN',
        start_url: './',
        display: 'standalone',
        background_color: '#faf6ee',
        theme_color: '#faf6ee',
        icons: [{ src: 'sunflower.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
    }),
  ],
  resolve: { conditions: ['@heliotrope/source', 'module', 'browser', 'development|production'] },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  server: { host: '127.0.0.1', port: 5174, proxy: { '/api': api } },
  preview: { host: '127.0.0.1', port: 5174, proxy: { '/api': api } },
  build: {
    // WebViews of phones handed down in a family, and Windows 7 labs that stop at Chrome 109.
    target: ['chrome87', 'edge88', 'firefox78', 'safari14'],
    modulePreload: false,
    assetsInlineLimit: 0,
  },
});
