// Writes the pages of the source files that chapters lead to, /source/FILE.html, at the
// end of a build; the dev server makes each when it is asked for. Highlighting takes
// seconds for all of them, so what was made is kept in VitePress's cache.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { ROOT, readSource } from '../repository.js';
import { fileBefore } from './changes.js';
import { CHANGES, sourcePages, type SourceFile, type SourcePages } from './source-page.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const CACHE = path.join(HERE, '..', 'cache', 'source');
const STYLES = path.join(HERE, '..', 'theme', 'source.css');
/** What makes a page what it is, besides its file. */
const MAKERS = [
  path.join(HERE, 'source-page.ts'),
  path.join(HERE, 'changes.ts'),
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

/** The page of a file. */
async function render(file: string): Promise<string> {
  const before = fileBefore(file);
  return cachedPage([readFile(file)], before ?? '', (made, [own]) => made.render(own, before));
}

/** The page of what changed in a file since another one. */
async function renderChanges(before: string, file: string): Promise<string> {
  return cachedPage([readFile(before), readFile(file)], CHANGES, (made, [old, now]) =>
    made.renderChanges(old, now),
  );
}

/** @param files what the page is made from @param what else it depends on */
async function cachedPage<Files extends readonly SourceFile[]>(
  files: readonly [...Files],
  what: string,
  make: (pages: SourcePages, files: readonly [...Files]) => string,
): Promise<string> {
  const hash = createHash('sha256');
  const parts = files.flatMap(({ file, source }) => [file, source]);
  for (const part of [...parts, what, ...MAKERS]) hash.update(part).update('\0');
  const kept = path.join(CACHE, `${hash.digest('hex').slice(0, 32)}.html`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  pages ??= sourcePages();
  const html = make(await pages, files);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(kept, html);
  return html;
}

function readFile(file: string): SourceFile {
  return { file, source: readSource(file), linkTo: (name) => linkBetween(file, name) };
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

/** A link to an import, in the page of a file. */
const IMPORT_LINK = /<a href="([^"]+)\.html" target="_self">/g;

/**
 * Writes the page of each file that a page leads to, of each that one of these imports,
 * and so on.
 */
export async function writeSourcePages(outDir: string): Promise<void> {
  const folder = path.join(outDir, 'source');
  const write = (name: string, text: string | Buffer): void => {
    const target = path.join(folder, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  const files = new Set(cited);
  // A set that grows while it is walked is walked to its end.
  for (const file of files) {
    const html = await render(file);
    write(`${file}.html`, html);
    for (const [, href = ''] of html.matchAll(IMPORT_LINK))
      files.add(path.posix.join(path.posix.dirname(file), href));
    const before = fileBefore(file);
    if (before === undefined) continue;
    files.add(before);
    write(`${file}${CHANGES}.html`, await renderChanges(before, file));
  }
  write('source.css', readFileSync(STYLES));
}

/** @param page `packages/…/server.ts.html`, or `…/server.ts.changes.html` */
function renderAsked(page: string): Promise<string> {
  const name = page.replace(/\.html$/, '');
  const file = name.endsWith(CHANGES) ? name.slice(0, -CHANGES.length) : name;
  const before = file === name ? undefined : fileBefore(file);
  return before === undefined ? render(name) : renderChanges(before, file);
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
        const body = isStyle ? Promise.resolve(readFileSync(STYLES, 'utf8')) : renderAsked(asked);
        body.then((text) => {
          response.setHeader('Content-Type', isStyle ? 'text/css' : 'text/html; charset=utf-8');
          response.end(text);
        }, next);
      });
    },
  };
}
