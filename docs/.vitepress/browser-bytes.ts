// Lets the chapters' codecs run in a browser: a build puts the polyfill where they use
// Buffer. Each chapter's src/browser.ts needs nothing else of Node.

import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const NODE_BUFFER = fileURLToPath(new URL('node-buffer.ts', import.meta.url));
/** The packages with an entry for browsers. */
export const WITH_BROWSER_ENTRY = ['codec', 'resp', 'protobuf', 'grpc', 'thrift'];
const SOURCE = /\/packages\/[^/]+\/src\/.*\.ts$/;

export function browserBytes(): Plugin {
  return {
    name: 'bytes-up:browser-bytes',
    enforce: 'pre',
    resolveId(id, importer) {
      // What VitePress renders in Node is the same code as in a browser.
      const [, name = ''] = /^@bytes-up\/([\w-]+)$/.exec(id) ?? [];
      if (WITH_BROWSER_ENTRY.includes(name))
        return this.resolve(`${id}/browser`, importer, { skipSelf: true });
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
