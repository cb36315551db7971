// my/rpc, step 5: the server, solved.

import net from 'node:net';
import { parseArgs } from 'node:util';
import { pingAndPi } from '@bytes-up/protocol';
import { dispatch } from './dispatch';
import { encodeFrame, FrameDecoder } from './frames';

const LIMITS = { maxFrameBytes: 4 * 1024 * 1024 };
/** How long a closing connection is still read, in milliseconds. */
const LINGER_MS = 1_000;
/**
 * From the signal until the last connection is destroyed; then the process exits. In ms.
 */
const GRACE_MS = 1_800;

interface State {
  /** It is only waiting for bytes; no request is being answered. */
  waits: boolean;
  /** Our side is closed. Whatever still arrives is read and discarded. */
  closing: boolean;
  /**
   * Bytes that Node had read at the signal, and has not handed over yet: while we wait
   * for drain, it reads on.
   */
  held: number;
}

/** Every open connection. */
const connections = new Map<net.Socket, State>();
let stopping = false;

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8080' },
  },
});
const { host } = values;

const listener = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  void serve(socket);
});
listener.listen(Number(values.port), host, () => {
  console.log(`listening on ${host}:${(listener.address() as net.AddressInfo).port}`);
});
listener.on('error', (error) => {
  console.error(`cannot listen: ${error.message}`);
  process.exit(2);
});
// Once, so that a second signal has its default effect and ends the process.
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

/** One client, from its first byte to its last. Never rejects. */
async function serve(socket: net.Socket): Promise<void> {
  const state: State = { waits: true, closing: false, held: 0 };
  connections.set(socket, state);
  socket.once('close', () => connections.delete(socket));
  // a reset ends only this connection
  socket.on('error', () => undefined);
  const decoder = new FrameDecoder(LIMITS);
  try {
    for await (const chunk of socket) {
      if (state.closing) continue;
      state.waits = false;
      state.held -= (chunk as Buffer).length;
      decoder.push(chunk as Buffer);
      const goesOn = await answerAll(socket, decoder);
      state.waits = true;
      if (!goesOn || (stopping && state.held <= 0)) close(socket, state);
    }
    close(socket, state);
  } catch {
    // The connection was reset, or destroyed by a timer.
  }
}

/**
 * Answers every complete frame.
 * @returns false when there can be no more frames
 */
async function answerAll(socket: net.Socket, decoder: FrameDecoder): Promise<boolean> {
  for (;;) {
    let body: Buffer | undefined;
    try {
      body = decoder.next();
    } catch (error) {
      // The only possible reason is a length over the limit.
      const { message } = error as Error;
      const result = { code: 'RESOURCE_EXHAUSTED', message, retryable: false };
      await send(socket, JSON.stringify({ out: 'error', result }));
      return false;
    }
    if (body === undefined) return true;
    const answer = await dispatch(pingAndPi, body, LIMITS);
    if (answer !== undefined) await send(socket, answer);
  }
}

/**
 * Resolves when the kernel has room again, so that we stop reading from a client that
 * does not read.
 */
async function send(socket: net.Socket, answer: string): Promise<void> {
  if (socket.destroyed || socket.write(encodeFrame(answer))) return;
  await new Promise<void>((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', resolve); // after 'close' there is no 'drain'
  });
}

/**
 * Lingering close: a connection that is destroyed with unread bytes is reset, and can
 * lose answers.
 */
function close(socket: net.Socket, state: State): void {
  if (state.closing) return;
  state.closing = true;
  socket.end();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** The process ends by itself when the listener and the last connection are closed. */
function stop(): void {
  stopping = true;
  listener.close();
  for (const [socket, state] of connections) {
    if (state.waits) close(socket, state);
    else state.held = socket.readableLength;
  }
  setTimeout(() => {
    for (const socket of connections.keys()) socket.destroy();
  }, GRACE_MS).unref();
}
