// The function behind HTTP: a resource, a verb, a status. What REST asks of both sides, with node:http and keep-alive.

import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http';
import { estimatePi, RpcError, type Json } from '@bytes-up/protocol';

/** More than any body of this service. */
const MAX_BODY_BYTES = 64 * 1024;

// #region server
/** `POST /pi` with `{"terms": 1000}` is answered with `{"pi": 3.14…}`. */
export function createRestServer(): Server {
  return createServer((req, res) => {
    const answer = (status: number, body: object): void => {
      const text = Buffer.from(JSON.stringify(body));
      const headers = { 'content-type': 'application/json', 'content-length': text.length };
      res.writeHead(status, headers).end(text);
    };
    if (req.url !== '/pi') return answer(404, { error: 'there is only /pi' });
    if (req.method !== 'POST') return answer(405, { error: 'POST it' });
    readBody(req)
      .then((body) => answer(200, { pi: estimatePi((body as { terms: Json }).terms) }))
      .catch((error: unknown) =>
        answer(error instanceof RpcError ? 422 : 400, { error: String(error) }),
      );
  });
}
// #endregion server

// #region client
export class RestClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly port: number) {}

  async pi(terms: number): Promise<number> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const where = { host: '127.0.0.1', port: this.port, path: '/pi', method: 'POST' };
      request({ ...where, headers, agent: this.#agent }, resolve)
        .once('error', reject)
        .end(JSON.stringify({ terms }));
    });
    const body = await readBody(response);
    if (response.statusCode !== 200) throw new Error((body as { error: string }).error);
    return (body as { pi: number }).pi;
  }

  close(): void {
    this.#agent.destroy();
  }
}
// #endregion client

/** Rejects with SyntaxError for what is no JSON, and with Error for what is too long or broke off. */
async function readBody(message: IncomingMessage): Promise<unknown> {
  const body = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(new Error(`a body has at most ${MAX_BODY_BYTES} bytes`));
    });
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
  });
  return JSON.parse(body.toString()) as unknown;
}
