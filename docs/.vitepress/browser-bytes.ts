// Lets the chapters' codecs run in a browser: a build puts the polyfill where they use
// Buffer. Each chapter's src/browser.ts needs nothing else of Node.

import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const NODE_BUFFER = fileURLToPath(new URL('node-buffer.ts', import.meta.url));
const SOURCE = /\/packages\/[^/]+\/src\/.*\.ts$/;

export function browserBytes(): Plugin {
  return {
    name: 'bytes-up:browser-bytes',
    enforce: 'pre',
    resolveId(id, importer) {
      if (!id.startsWith('node:') || !SOURCE.test(importer ?? '')) return null;
      if (id === 'node:buffer') return NODE_BUFFER;
      throw new Error(`${importer} imports ${id}, which no browser has`);
    },
    /** Buffer is a global in Node and an import here. */
    transform(code, id) {
      if (!SOURCE.test(id) || !/\bBuffer\b/.test(code)) return null;
      return { code: `import { Buffer } from 'node:buffer';${code}`, map: null };
    },
  };
}
