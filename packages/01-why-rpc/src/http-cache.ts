// A cache between HTTP clients and a server (chapter 01). It knows nothing about the
// content: a verb, a path and three headers are enough.

import { Agent, createServer, request, type Server, type ServerResponse } from 'node:http';
import { readBody } from './rest';

/** A response that may be returned again. */
interface Kept {
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
 * A small part of RFC 9111: it keeps responses to GET with `public, max-age=N` and an
 * etag, and forwards everything else.
 * @param target the port of the server behind it
 */
export function createHttpCache(target: number, now: () => number = () => Date.now()): Server {
  const kept = new Map<string, Kept>();
  const agent = new Agent({ keepAlive: true });
  const server = createServer((req, res) => {
    const path = req.url ?? '/';
    const known = req.method === 'GET' ? kept.get(path) : undefined;
    if (known !== undefined && now() - known.checkedAtMs < known.maxAgeMs) {
      return give(res, known, now()); // fresh: no request to the server
    }
    // Stale: ask the server whether it has changed.
    const condition = known === undefined ? {} : { 'if-none-match': known.etag };
    const headers = { ...req.headers, ...condition };
    const upstream = request(
      { port: target, path, method: req.method, headers, agent },
      (answer) => {
        if (known !== undefined && answer.statusCode === 304) {
          answer.resume();
          known.checkedAtMs = now();
          return give(res, known, now());
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
            // Crude: a real cache drops the least used.
            if (kept.size >= MAX_ENTRIES) kept.clear();
            kept.set(path, entry);
            give(res, entry, now());
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

/** Responds, with the age of the response. */
function give(
  res: ServerResponse,
  { type, etag, body, maxAgeMs, checkedAtMs }: Kept,
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
