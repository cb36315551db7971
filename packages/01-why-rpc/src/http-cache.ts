// A cache between HTTP clients and a server. It knows nothing about the application: a
// verb, a path and three headers are enough.

import { Agent, createServer, request, type Server, type ServerResponse } from 'node:http';
import { readBody } from './rest';

/** An answer that may be served again. */
interface CachedAnswer {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  readonly maxAgeMs: number;
  /** When it arrived, or when the server last confirmed it. */
  checkedAtMs: number;
}

const MAX_ENTRIES = 1_000;

// #region cache
/**
 * A small part of RFC 9111: stores answers to GET that have `public, max-age=N` and an
 * etag, and forwards everything else.
 * @param target the port of the server behind the cache
 */
export function createHttpCache(target: number, now: () => number = () => Date.now()): Server {
  const stored = new Map<string, CachedAnswer>();
  const agent = new Agent({ keepAlive: true });
  const server = createServer((req, res) => {
    const path = req.url ?? '/';
    const cached = req.method === 'GET' ? stored.get(path) : undefined;
    if (cached !== undefined && now() - cached.checkedAtMs < cached.maxAgeMs) {
      return serveFromCache(res, cached, now()); // fresh: the server is not asked
    }
    // stale: ask the server whether it has changed
    const condition = cached === undefined ? {} : { 'if-none-match': cached.etag };
    const headers = { ...req.headers, ...condition };
    const upstream = request(
      { port: target, path, method: req.method, headers, agent },
      (answer) => {
        if (cached !== undefined && answer.statusCode === 304) {
          answer.resume();
          cached.checkedAtMs = now();
          return serveFromCache(res, cached, now());
        }
        const maxAge = /^public, max-age=(\d{1,9})$/.exec(
          answer.headers['cache-control'] ?? '',
        )?.[1];
        const { etag } = answer.headers;
        if (req.method !== 'GET' || answer.statusCode !== 200 || !maxAge || !etag) {
          res.writeHead(answer.statusCode ?? 502, answer.headers);
          return void answer.pipe(res);
        }
        readBody(answer).then(
          (body) => {
            const type = answer.headers['content-type'] ?? '';
            const entry = { type, etag, body, maxAgeMs: 1000 * Number(maxAge), checkedAtMs: now() };
            // crude: a real cache evicts what is least used
            if (stored.size >= MAX_ENTRIES) stored.clear();
            stored.set(path, entry);
            serveFromCache(res, entry, now());
          },
          () => res.destroy(),
        );
      },
    );
    upstream.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
    req.pipe(upstream);
  });
  return server.on('close', () => agent.destroy());
}
// #endregion cache

/** Answers from the cache, with the age of the answer. */
function serveFromCache(
  res: ServerResponse,
  { type, etag, body, maxAgeMs, checkedAtMs }: CachedAnswer,
  nowMs: number,
) {
  res
    .writeHead(200, {
      'content-type': type,
      'content-length': body.length,
      etag,
      'cache-control': `public, max-age=${maxAgeMs / 1000}`,
      age: String(Math.floor((nowMs - checkedAtMs) / 1000)),
    })
    .end(body);
}
