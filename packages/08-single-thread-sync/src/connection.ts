// One client, served with blocking calls until it leaves. Chapter 08 calls this in its only thread; chapters 09, 10
// and 11 call it in a thread or a process of its own.

import {
  answerFrameSync,
  encodeFrame,
  errorFrame,
  FrameDecoder,
  FrameDecoderState,
  refuseFrame,
} from '@bytes-up/codec';
import { SystemError } from '@bytes-up/posix';
import { RpcError, type Limits, type SyncService } from '@bytes-up/protocol';
import type { Log, Trace } from '@bytes-up/server-kit';
import { BlockingSocket, ConnectionCut } from './blocking-socket';
import type { StopFlag } from './stop-flag';

/** What a connection needs to know of its server. */
export interface ConnectionContext {
  readonly service: SyncService;
  readonly limits: Limits;
  readonly log: Log;
  readonly trace: Trace | undefined;
  readonly stop: StopFlag;
}

/** Answers that are worth a send of their own: many small ones go together, large ones do not pile up. */
const SEND_BYTES = 64 * 1024;

/**
 * Serves one client until it leaves, breaks a rule that ends its connection, or the server stops. Then `fd` is closed.
 * Whatever the client does is logged and never thrown: it must not end the server.
 * @param fd a connected socket that blocks; its time-outs and TCP_NODELAY are set here.
 * @param name how the log calls the client: `connection 1 127.0.0.1:40000`
 */
export function serveConnection(fd: number, name: string, context: ConnectionContext): void {
  context.log(`${name} opened`);
  const socket = new BlockingSocket(fd, context.limits, context.stop);
  let reason: string;
  try {
    reason = new Connection(socket, name, context).serve();
    socket.closeGently();
  } catch (error) {
    socket.close();
    // ECONNRESET, EPIPE, ETIMEDOUT: the client's end of the story.
    if (error instanceof SystemError) reason = `the client went away (${error.code})`;
    else if (error instanceof ConnectionCut) reason = error.message;
    else throw error;
  }
  context.log(`${name} closed: ${reason}`);
}

class Connection {
  readonly #decoder: FrameDecoder;
  #answers: Buffer[] = [];
  #answerBytes = 0;
  /** When the frame that has begun must be complete, by performance.now. */
  #frameEndsAtMs: number | undefined;

  constructor(
    private readonly socket: BlockingSocket,
    private readonly name: string,
    private readonly context: ConnectionContext,
  ) {
    this.#decoder = new FrameDecoder(context.limits);
  }

  // #region serve
  /** Receive, answer, send, again. @returns why the connection is to be closed. */
  serve(): string {
    const { stop } = this.context;
    for (;;) {
      const received = this.socket.receive(this.#waitUntilMs());
      if (received === 'ended') return 'the client has said all';
      if (received === 'too late') {
        return this.#inFrame ? 'a frame was not complete in time' : 'idle';
      }
      if (received === 'stopping') return this.#refuseWaiting();
      const brokenBy = this.#answerAll(received, stop.requested);
      if (brokenBy !== undefined) return brokenBy;
    }
  }
  // #endregion serve

  // #region answer
  /** Answers every complete frame of what one recv brought, in one send. @returns what ended the framing, if anything did. */
  #answerAll(chunk: Buffer, refusing: boolean): string | undefined {
    const receivedAtMs = performance.now();
    this.#decoder.push(chunk);
    try {
      for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {
        this.#frameEndsAtMs = undefined;
        this.context.trace?.(this.name, '->', encodeFrame(body));
        this.#add(refusing ? this.#refuse(body) : this.#answer(body, receivedAtMs));
        if (this.#answerBytes >= SEND_BYTES) this.#flush();
      }
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      // A length over the limit: the boundary is lost, there is no next frame to look for (clause 3.2).
      this.#add(errorFrame(error));
      this.#flush();
      return error.message;
    }
    this.#flush();
    return undefined;
  }
  // #endregion answer

  #answer(body: Buffer, receivedAtMs: number): Buffer | undefined {
    const { service, limits, log } = this.context;
    return answerFrameSync(service, body, {
      limits,
      receivedAtMs,
      onHandlerError: (method, thrown) =>
        log(`${this.name} handler of ${method} threw ${String(thrown)}`),
    });
  }

  #refuse(body: Buffer): Buffer | undefined {
    const error = new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
    return refuseFrame(body, error, this.context);
  }

  /**
   * The server stops: what the kernel had received by now gets an answer, and nothing more is waited for. A client that sends
   * as fast as this reads would keep it busy until the end of the grace, so no more is read than the kernel could hold.
   */
  #refuseWaiting(): string {
    let leftBytes = this.socket.receiveBufferBytes;
    while (leftBytes > 0) {
      const waiting = this.socket.receiveWaiting();
      if (waiting === undefined) break;
      const brokenBy = this.#answerAll(waiting, true);
      if (brokenBy !== undefined) return brokenBy;
      if (this.context.stop.leftMs <= 0) throw new ConnectionCut('the grace is over');
      leftBytes -= waiting.length;
    }
    return 'the server stops';
  }

  #add(answer: Buffer | undefined): void {
    if (answer === undefined) return; // a one-way call
    this.context.trace?.(this.name, '<-', answer);
    this.#answers.push(answer);
    this.#answerBytes += answer.length;
  }

  #flush(): void {
    if (this.#answerBytes === 0) return;
    const [first] = this.#answers;
    const bytes =
      this.#answers.length === 1 && first ? first : Buffer.concat(this.#answers, this.#answerBytes);
    this.#answers = [];
    this.#answerBytes = 0;
    this.socket.sendAll(bytes);
  }

  get #inFrame(): boolean {
    return this.#decoder.state !== FrameDecoderState.BETWEEN_FRAMES;
  }

  // #region wait
  /** Asked just before each receive. The frame's clock begins here, so time spent in calls and in send does not count (9.1). */
  #waitUntilMs(): number {
    const { frameTimeoutMs, idleTimeoutMs } = this.context.limits;
    if (this.#inFrame) return (this.#frameEndsAtMs ??= performance.now() + frameTimeoutMs);
    return idleTimeoutMs > 0 ? performance.now() + idleTimeoutMs : Infinity;
  }
  // #endregion wait
}
