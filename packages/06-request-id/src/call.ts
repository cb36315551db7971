// One attempt to call: a connection, a request, an answer. When it fails, the error says how far it had come.

import { connect, type Socket } from 'node:net';
import { decodeBody, encodeBody, encodeFrame, FrameDecoder } from '@bytes-up/codec';
import { DEFAULT_LIMITS, parseResponse, type Request, type Response } from '@bytes-up/protocol';

/** How far an attempt had come when it failed. */
export type Stage = 'connecting' | 'sending' | 'waiting';

/** The attempt failed, and no answer says what became of the call. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';

  constructor(
    readonly stage: Stage,
    why: string,
  ) {
    super(`${why}, while ${stage}`);
  }
}

/** @returns the server's answer, also when it is an error @throws CallFailed */
export async function callOnce(
  port: number,
  request: Request,
  timeoutMs: number,
): Promise<Response> {
  const [frame, socket] = begin(port, request);
  let stage: Stage = 'connecting';
  return new Promise<Response>((resolve, reject) => {
    const fail = (why: string): void => reject(new CallFailed(stage, why));
    // Read first, then judge: after a pause of this process the answer may be in the kernel.
    const timer = setTimeout(() => setImmediate(() => fail('time was up')), timeoutMs);
    socket.once('close', () => clearTimeout(timer));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    socket.once('close', () => fail('the connection ended'));
    socket.once('connect', () => {
      stage = 'sending';
      socket.write(frame, () => (stage = 'waiting'));
    });
    onAnswer(socket, resolve, fail);
  }).finally(() => socket.destroy());
}

/**
 * @throws CallFailed for a request that cannot be written, and for a port that is none
 */
function begin(port: number, request: Request): [frame: Buffer, socket: Socket] {
  try {
    const frame = encodeFrame(encodeBody(request));
    return [frame, connect({ host: '127.0.0.1', port, noDelay: true })];
  } catch (error) {
    throw new CallFailed('connecting', (error as Error).message);
  }
}

function onAnswer(
  socket: Socket,
  resolve: (answer: Response) => void,
  fail: (why: string) => void,
) {
  const decoder = new FrameDecoder(DEFAULT_LIMITS);
  socket.on('data', (chunk) => {
    try {
      decoder.push(chunk);
      const body = decoder.next();
      if (body !== undefined) resolve(parseResponse(decodeBody(body, DEFAULT_LIMITS)));
    } catch (error) {
      fail(`the answer cannot be read (${String(error)})`);
    }
  });
}
