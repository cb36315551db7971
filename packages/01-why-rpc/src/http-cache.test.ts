// The cache keeps what it is allowed to keep, and nothing else.

import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createHttpCache } from './http-cache';
import { readBody } from './rest';
import { listen } from './three-ways';

const FRESH = { 'cache-control': 'public, max-age=60', etag: '"1"' };
let nowMs = 0;
let servers: Server[] = [];
/** The requests that reached the server behind the cache. */
let asked: string[] = [];

/** A cache in front of a server. @returns its port */
async function cached(answer: RequestListener): Promise<number> {
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url} ${req.headers['if-none-match'] ?? ''}`.trimEnd());
    answer(req, res);
  });
  const cache = createHttpCache(await listen(server), () => nowMs);
  servers = [cache, server];
  return listen(cache);
}

beforeEach(() => {
  nowMs = 0;
  asked = [];
});

afterEach(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
});

async function ask(port: number, method: string, path: string, body?: string) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ port, method, path, agent: false }, resolve).once('error', reject).end(body);
  });
  const text = (await readBody(response)).toString();
  const { 'cache-control': caching, age, etag } = response.headers;
  return { status: response.statusCode, text, caching, age, etag };
}

test('a fresh answer is given again with its age, a stale one after the server has said 304', async () => {
  const port = await cached((req, res) => {
    const isKnown = req.headers['if-none-match'] === '"1"';
    res.writeHead(isKnown ? 304 : 200, FRESH).end(isKnown ? undefined : 'pi');
  });
  const answer = { status: 200, text: 'pi', caching: 'public, max-age=60', etag: '"1"' };
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '0' });
  nowMs = 59_999;
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '59' });
  expect(asked).toEqual(['GET /a']);
  nowMs = 60_000;
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '0' });
  nowMs = 119_999; // the 304 made it fresh again
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '59' });
  expect(asked).toEqual(['GET /a', 'GET /a "1"']);
});

test('a stale answer that has changed is replaced', async () => {
  let version = 1;
  const port = await cached((_req, res) => {
    res.writeHead(200, { ...FRESH, etag: `"${version}"` }).end(`version ${version}`);
  });
  await ask(port, 'GET', '/a');
  version = 2;
  nowMs = 60_000;
  expect(await ask(port, 'GET', '/a')).toMatchObject({ text: 'version 2', etag: '"2"' });
  expect(asked).toEqual(['GET /a', 'GET /a "1"']);
});

test.each([
  ['another verb', 'POST', 200, FRESH],
  ['an error', 'GET', 404, FRESH],
  ['no etag', 'GET', 200, { 'cache-control': 'public, max-age=60' }],
  ['no word of caches', 'GET', 200, { etag: '"1"' }],
  ['a private answer', 'GET', 200, { ...FRESH, 'cache-control': 'private, max-age=60' }],
  ['one that must not be stored', 'GET', 200, { ...FRESH, 'cache-control': 'no-store' }],
])('%s is passed on, and not kept', async (_what, method, status, headers) => {
  const port = await cached((req, res) => {
    void readBody(req).then((body) => res.writeHead(status, headers).end(`got ${body.toString()}`));
  });
  for (let n = 0; n < 2; n++) {
    const sent = method === 'POST' ? 'a body' : '';
    expect(await ask(port, method, '/a', sent)).toMatchObject({ status, text: `got ${sent}` });
  }
  await ask(port, 'GET', '/a'); // nor returned for another verb
  expect(asked).toHaveLength(3);
});

test('each path is kept for itself', async () => {
  const port = await cached((req, res) => res.writeHead(200, FRESH).end(req.url));
  for (const path of ['/a', '/b?c', '/a', '/b?c']) {
    expect((await ask(port, 'GET', path)).text).toBe(path);
  }
  expect(asked).toEqual(['GET /a', 'GET /b?c']);
});

test('a server that breaks off is 502, and the next request is asked again', async () => {
  let works = false;
  const port = await cached((_req, res) =>
    works ? res.writeHead(200, FRESH).end('pi') : res.destroy(),
  );
  expect((await ask(port, 'GET', '/a')).status).toBe(502);
  works = true;
  expect(await ask(port, 'GET', '/a')).toMatchObject({ status: 200, text: 'pi' });
});
