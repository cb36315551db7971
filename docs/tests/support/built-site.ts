// What `npm run docs:build` left, served as a plain web server does, below the base path
// that it was built for.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export const DIST = path.resolve(__dirname, '../../.vitepress/dist');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** `/`, or `/bytes-up/`: as the build wrote it into the pages. */
export function basePath(): string {
  const file = path.join(DIST, 'index.html');
  if (!existsSync(file)) throw new Error('the site is not built: run npm run docs:build first');
  const index = readFileSync(file, 'utf8');
  const [, base] = /<link rel="icon"[^>]* href="(\/[^"]*)favicon\.svg"/.exec(index) ?? [];
  if (base === undefined) throw new Error(`${file} has no link to favicon.svg`);
  return base;
}

/** The pages of the site: `chapters/03-codec.html`. Without those of the source files. */
export function builtPages(): string[] {
  return readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith('.html') && !file.startsWith('source/'))
    .sort();
}

/** The file of an address below the base, as GitHub Pages finds it. */
export function fileOf(pathname: string): string | undefined {
  const places = [pathname, `${pathname}.html`, path.posix.join(pathname, 'index.html')];
  return places
    .map((place) => path.join(DIST, place))
    .find((file) => path.extname(file) !== '' && file.startsWith(DIST) && existsSync(file));
}

export interface Serving {
  /** With the base path and a slash at the end. */
  readonly url: string;
  /** Bytes sent so far, compressed. */
  sent(): number;
  close(): Promise<void>;
}

export async function serveSite(): Promise<Serving> {
  const base = basePath();
  let sent = 0;
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = pathname.startsWith(base)
      ? fileOf(decodeURIComponent(pathname.slice(base.length)))
      : undefined;
    const body = gzipSync(readFileSync(file ?? path.join(DIST, '404.html')));
    sent += body.length;
    response.writeHead(file === undefined ? 404 : 200, {
      'Content-Type': TYPES[path.extname(file ?? '.html')] ?? 'application/octet-stream',
      'Content-Encoding': 'gzip',
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    sent: () => sent,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
