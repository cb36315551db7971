// The cache stores what HTTP allows it to store, and nothing else.

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
let requests: string[] = [];

/** Starts a cache in front of a server. @returns the port of the cache */
async function cached(answer: RequestListener): Promise<number> {
  const server = createServer((req, res) => {
    requests.push(`${req.method} ${req.url} ${req.headers['if-none-match'] ?? ''}`.trimEnd());
    answer(req, res);
  });
  const cache = createHttpCache(await listen(server), () => nowMs);
  servers = [cache, server];
  return listen(cache);
}

beforeEach(() => {
  nowMs = 0;
  requests = [];
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

test('a fresh answer is served from the cache with its age, a stale one after the server answers 304', async () => {
  const port = await cached((req, res) => {
    const isKnown = req.headers['if-none-match'] === '"1"';
    res.writeHead(isKnown ? 304 : 200, FRESH).end(isKnown ? undefined : 'pi');
  });
  const answer = { status: 200, text: 'pi', caching: 'public, max-age=60', etag: '"1"' };
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '0' });
  nowMs = 59_999;
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '59' });
  expect(requests).toEqual(['GET /a']);
  nowMs = 60_000;
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '0' });
  nowMs = 119_999; // the 304 made it fresh again
  expect(await ask(port, 'GET', '/a')).toEqual({ ...answer, age: '59' });
  expect(requests).toEqual(['GET /a', 'GET /a "1"']);
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
  expect(requests).toEqual(['GET /a', 'GET /a "1"']);
});

test.each([
  ['another verb', 'POST', 200, FRESH],
  ['an error', 'GET', 404, FRESH],
  ['no etag', 'GET', 200, { 'cache-control': 'public, max-age=60' }],
  ['no cache-control', 'GET', 200, { etag: '"1"' }],
  ['a private answer', 'GET', 200, { ...FRESH, 'cache-control': 'private, max-age=60' }],
  ['an answer that must not be stored', 'GET', 200, { ...FRESH, 'cache-control': 'no-store' }],
])('%s is forwarded and not stored', async (_what, method, status, headers) => {
  const port = await cached((req, res) => {
    void readBody(req).then((body) => res.writeHead(status, headers).end(`got ${body.toString()}`));
  });
  for (let n = 0; n < 2; n++) {
    const sent = method === 'POST' ? 'a body' : '';
    expect(await ask(port, method, '/a', sent)).toMatchObject({ status, text: `got ${sent}` });
  }
  await ask(port, 'GET', '/a'); // nor used for another verb
  expect(requests).toHaveLength(3);
});

test('each path has its own entry', async () => {
  const port = await cached((req, res) => res.writeHead(200, FRESH).end(req.url));
  for (const path of ['/a', '/b?c', '/a', '/b?c']) {
    expect((await ask(port, 'GET', path)).text).toBe(path);
  }
  expect(requests).toEqual(['GET /a', 'GET /b?c']);
});

test('if the server closes the connection the cache answers 502, and asks again for the next request', async () => {
  let works = false;
  const port = await cached((_req, res) =>
    works ? res.writeHead(200, FRESH).end('pi') : res.destroy(),
  );
  expect((await ask(port, 'GET', '/a')).status).toBe(502);
  works = true;
  expect(await ask(port, 'GET', '/a')).toMatchObject({ status: 200, text: 'pi' });
});
