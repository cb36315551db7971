// Bundles what a browser can load of the chapters, with the polyfill that the site has.
// tools/browser/browser.test.ts runs the bundle and compares its answers with Node's.

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { browserBytes, WITH_BROWSER_ENTRY } from './browser-bytes.js';

const ENTRY = 'entry-of-each-chapter';

function entries(): Plugin {
  const lines = [
    `export * as protocol from '@bytes-up/protocol';`,
    ...WITH_BROWSER_ENTRY.map((name) => `export * as ${name} from '@bytes-up/${name}/browser';`),
  ];
  return {
    name: 'bytes-up:entries',
    resolveId: (id) => (id.endsWith(ENTRY) ? ENTRY : null),
    load: (id) => (id === ENTRY ? lines.join('\n') : null),
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'warn',
  plugins: [entries(), browserBytes()],
  build: {
    lib: { entry: ENTRY, formats: ['iife'], name: 'BytesUp', fileName: () => 'bytes-up.js' },
    minify: false,
  },
});
