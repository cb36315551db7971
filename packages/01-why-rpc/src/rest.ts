// The function as a REST service: a resource, a verb, a status. It uses node:http with
// keep-alive.

import { createHash } from 'node:crypto';
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import { estimatePi, RpcError } from '@bytes-up/protocol';

/** Larger than any body of this service. */
const MAX_BODY_BYTES = 64 * 1024;

// #region server
/**
 * Answers `GET /pi?terms=1000` with `{"pi": 3.14…}`, which caches may store for a minute.
 */
export function createRestServer(): Server {
  return createServer((req, res) => {
    const answer = (status: number, body: object, headers: Record<string, string>): void => {
      const text = Buffer.from(JSON.stringify(body));
      const length = { 'content-type': 'application/json', 'content-length': text.length };
      // node:http omits the body in the response to a HEAD
      res.writeHead(status, { ...length, ...headers }).end(text);
    };
    const [path, query = ''] = (req.url ?? '').split('?', 2);
    if (path !== '/pi') return answer(404, { error: 'not found: the only resource is /pi' }, {});
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      return answer(405, { error: 'method not allowed: use GET' }, { allow: 'GET, HEAD' });
    }
    try {
      const pi = estimatePi(parseInteger(new URLSearchParams(query).get('terms')));
      const etag = `"${createHash('sha256').update(String(pi)).digest('base64url').slice(0, 8)}"`;
      const caching = { etag, 'cache-control': 'public, max-age=60' };
      // The client already has this answer, so send a status and no body.
      if (req.headers['if-none-match'] === etag) res.writeHead(304, caching).end();
      else answer(200, { pi }, caching);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      answer(400, { error: error.message }, {});
    }
  });
}
// #endregion server

/** Parses an integer. Returns anything else as it is, for the function to reject. */
function parseInteger(text: string | null): number | string | null {
  return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

// #region client
export class RestClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly port: number) {}

  async pi(terms: number): Promise<number> {
    const path = `/pi?terms=${terms}`;
    const { status, body } = await this.#get(path).catch((error: NodeJS.ErrnoException) => {
      // The connection ended without an answer, so the server may or may not have done
      // the work. A GET only reads, so it may be retried once (RFC 9110, 9.2.2). A POST
      // must not.
      if (error.code === 'ECONNRESET') return this.#get(path);
      throw error;
    });
    if (status !== 200) throw new Error((body as { error: string }).error);
    return (body as { pi: number }).pi;
  }

  async #get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, path, agent: this.#agent };
      get(options, resolve).once('error', reject);
    });
    const body = JSON.parse((await readBody(response)).toString()) as unknown;
    return { status: response.statusCode ?? 0, body };
  }

  close(): void {
    this.#agent.destroy();
  }
}
// #endregion client

/** Rejects if the body is too long or incomplete. */
export function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else message.destroy(new Error(`body exceeds ${MAX_BODY_BYTES} bytes`));
    });
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
  });
}
