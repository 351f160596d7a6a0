import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const api = process.env['HELIOTROPE_API_URL'] ?? 'http://127.0.0.1:3000';
const kebab = (name: string) => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** A file that imports `ElDrawer` gets the drawer's style sheet with it, so a route loads only the styles it shows. */
function elementStyles(): Plugin {
  return {
    name: 'heliotrope-element-styles',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/.*\.(vue|ts)$/, code: /from 'element-plus'/ },
      handler: (code) =>
        code.replace(/import \{([^}]+)\} from 'element-plus';/g, (line, names: string) => {
          const parts = names.split(',').map((name) => name.trim()).filter((name) => /^El[A-Z]/.test(name));
          return [line, ...parts.map((part) => `import 'element-plus/es/components/${kebab(part.slice(2))}/style/css';`)].join(' ');
        }),
    },
  };
}

export default defineConfig({
  plugins: [elementStyles(), vue()],
  resolve: { conditions: ['@heliotrope/source', 'module', 'browser', 'development|production'] },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': api, '/ims': api } },
  preview: { host: '127.0.0.1', port: 5173, proxy: { '/api': api, '/ims': api } },
  build: {
    // Bureau desktops still run 360/UOS browsers on Chromium 108 or so.
    target: ['chrome108', 'firefox115', 'safari16'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
});
