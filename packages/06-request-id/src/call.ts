// One attempt of a call (chapter 06): a connection, a request, a response. If it fails,
// the error says how far it got.

import { connect, type Socket } from 'node:net';
import { decodeBody, encodeBody, encodeFrame, FrameDecoder } from '@bytes-up/codec';
import { DEFAULT_LIMITS, parseResponse, type Request, type Response } from '@bytes-up/protocol';

/** How far an attempt got before it failed. */
export type Stage = 'connecting' | 'sending' | 'waiting';

/** The attempt failed without a response, so the call may have run or not. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';

  constructor(
    readonly stage: Stage,
    why: string,
  ) {
    super(`${why}, while ${stage}`);
  }
}

/** @returns the response, which may be an error @throws CallFailed */
export async function callOnce(
  port: number,
  request: Request,
  timeoutMs: number,
): Promise<Response> {
  const [frame, socket] = begin(port, request);
  let stage: Stage = 'connecting';
  return new Promise<Response>((resolve, reject) => {
    const fail = (why: string): void => reject(new CallFailed(stage, why));
    // Read first: after a stall of this process the response may be in the kernel.
    const timer = setTimeout(() => setImmediate(() => fail('timed out')), timeoutMs);
    socket.once('close', () => clearTimeout(timer));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    socket.once('close', () => fail('connection closed'));
    socket.once('connect', () => {
      stage = 'sending';
      socket.write(frame, () => (stage = 'waiting'));
    });
    onAnswer(socket, resolve, fail);
  }).finally(() => socket.destroy());
}

/** @throws CallFailed for a request that is not JSON, and for an invalid port */
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
