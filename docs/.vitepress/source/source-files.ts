// Writes the pages of the source files that chapters lead to, /source/FILE.html, at the
// end of a build; the dev server makes each when it is asked for. Highlighting takes
// seconds for all of them, so what was made is kept in VitePress's cache.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { ROOT, readSource } from '../repository.js';
import { sourcePages, type SourcePages } from './source-page.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const CACHE = path.join(HERE, '..', 'cache', 'source');
const STYLES = path.join(HERE, '..', 'theme', 'source.css');
/** What makes a page what it is, besides its file. */
const MAKERS = [
  path.join(HERE, 'source-page.ts'),
  path.join(HERE, '..', 'grammars', 'thrift.ts'),
].map((file) => readFileSync(file, 'utf8'));

/** The files that the pages lead to, from the root, with slashes. */
const cited = new Set<string>();

/** A page's link to lines of a file. @param page `chapters/03-codec.md` */
export function sourceHref(page: string, file: string, line: number): string {
  cited.add(file);
  return `${'../'.repeat(page.split('/').length - 1) || './'}source/${file}.html#L${line}`;
}

let pages: Promise<SourcePages> | undefined;

async function render(file: string): Promise<string> {
  const source = readSource(file);
  const hash = createHash('sha256');
  for (const part of [file, source, ...MAKERS]) hash.update(part).update('\0');
  const kept = path.join(CACHE, `${hash.digest('hex').slice(0, 32)}.html`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  pages ??= sourcePages();
  const html = (await pages).render(file, source, (name) => linkBetween(file, name));
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(kept, html);
  return html;
}

/** The page of what an import names, relative to that of the file that imports it. */
function linkBetween(file: string, name: string): string | undefined {
  const target = name.startsWith('.')
    ? path.posix.join(path.posix.dirname(file), name)
    : packageEntry(name);
  const found = [`${target}.ts`, `${target}/index.ts`].find((one) => {
    return existsSync(path.join(ROOT, one));
  });
  return found && `${path.posix.relative(path.posix.dirname(file), found)}.html`;
}

/** `packages/03-codec/src/index` for `@bytes-up/codec`. */
function packageEntry(name: string): string | undefined {
  const [, short = '', entry = 'index'] = /^@bytes-up\/([\w-]+)(?:\/([\w-]+))?$/.exec(name) ?? [];
  folders ??= readdirSync(path.join(ROOT, 'packages'));
  const folder = folders.find((one) => one.replace(/^\d\d-/, '') === short);
  return folder && `packages/${folder}/src/${entry}`;
}

let folders: string[] | undefined;

/** Writes the page of each file that a page leads to. An import leads only to those. */
export async function writeSourcePages(outDir: string): Promise<void> {
  const folder = path.join(outDir, 'source');
  for (const file of cited) {
    const html = (await render(file)).replace(
      /<a href="([^"]+)\.html" target="_self">([^<]*)<\/a>/g,
      (link, href: string, text: string) =>
        cited.has(path.posix.join(path.posix.dirname(file), href)) ? link : text,
    );
    const target = path.join(folder, `${file}.html`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, html);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'source.css'), readFileSync(STYLES));
}

/** The dev server's /source/. */
export function sourcePagesInDev(): Plugin {
  return {
    name: 'bytes-up:source-pages',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        const [, asked] =
          /\/source\/(source\.css|(?:packages|tools)\/[\w./-]+\.html)$/.exec(pathname) ?? [];
        if (asked === undefined || asked.includes('..')) return next();
        const isStyle = asked === 'source.css';
        const file = asked.replace(/\.html$/, '');
        const body = isStyle ? Promise.resolve(readFileSync(STYLES, 'utf8')) : render(file);
        body.then((text) => {
          response.setHeader('Content-Type', isStyle ? 'text/css' : 'text/html; charset=utf-8');
          response.end(text);
        }, next);
      });
    },
  };
}
