// What the load generator sends and what it expects, as bytes: one request and its
// answer, with the place of the number that tells calls in flight apart.

import { connect } from 'node:net';

export interface Wire {
  /** Sent once, when a connection opens. */
  readonly preface?: Buffer;
  readonly request: Buffer;
  /**
   * The whole answer; for HTTP/2 the message in it. Undefined if it has headers that only
   * the server knows: then `body` is what it must end with.
   */
  readonly answer?: Buffer;
  readonly body?: Buffer;
  readonly numbered?: Numbered;
  readonly isHttp2?: boolean;
}

/** Six decimal digits, or four bytes with the highest one first. */
export interface Numbered {
  readonly as: 'digits' | 'binary';
  readonly requestAt: number;
  /** A second place in the request. */
  readonly alsoAt?: number;
  readonly answerAt: number;
}

/** The number in the bytes that are given here; the load generator puts its own. */
export const NUMBER = 100_000;

/** A wire whose answer is known, and from which of its bytes on it is compared. */
export interface KnownWire extends Wire {
  readonly answer: Buffer;
  readonly checkFrom: number;
}

/** How long a first answer may take. Only a server that hangs takes so long. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * Makes one call to learn the headers of the answer, where the wire does not know them.
 * @throws Error if the answer does not end with the wire's body
 */
export async function learnAnswer(
  wire: Wire,
  address: { readonly host: string; readonly port: number },
): Promise<KnownWire> {
  if (wire.answer !== undefined) return { ...wire, answer: wire.answer, checkFrom: 0 };
  const { request, body = Buffer.alloc(0) } = wire;
  const answer = await answerTo(request, body, address);
  return { ...wire, answer, checkFrom: answer.length - body.length };
}

function answerTo(
  request: Buffer,
  body: Buffer,
  address: { readonly host: string; readonly port: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const socket = connect(address, () => socket.write(request));
    const end = (error?: Error): void => {
      socket.destroy();
      if (error === undefined) resolve(Buffer.concat(chunks));
      else reject(error);
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () =>
      end(new Error(`no answer: ${String(Buffer.concat(chunks))}`)),
    );
    socket.on('error', end);
    socket.on('close', () =>
      end(new Error(`closed without the answer: ${String(Buffer.concat(chunks))}`)),
    );
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length < body.length) return; // joined only when it may be complete
      if (Buffer.concat(chunks).subarray(-body.length).equals(body)) end();
    });
  });
}
