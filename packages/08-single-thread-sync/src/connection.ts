// Serves one client with blocking calls until it leaves. Chapter 08 runs this in its only
// thread; chapters 09, 10 and 11 run it in a thread or a process of its own.

import {
  answerBodySync,
  BodyReader,
  encodeFrame,
  errorBody,
  FrameBatch,
  FrameDecoderState,
  refusalBody,
  type AnswerOptions,
} from '@bytes-up/codec';
import { SystemError } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import { CLOSED, FLUSH_BYTES, stoppingError, type BlockingContext } from '@bytes-up/server-kit';
import { BlockingSocket, ConnectionAborted } from './blocking-socket';

/**
 * Serves one client until it leaves, violates the framing or a timeout, or the server
 * stops; then closes `fd`. What a client does is logged and never thrown, because it must
 * not end the server.
 * @param fd a connected socket that blocks; its timeouts and TCP_NODELAY are set here
 * @param name the client's name in the log: `connection 1 127.0.0.1:40000`
 */
export function serveConnection(fd: number, name: string, context: BlockingContext): void {
  context.log(`${name} opened`);
  const socket = new BlockingSocket(fd, context.limits, context.stop);
  let reason: string;
  try {
    reason = new Connection(socket, name, context).serve();
    socket.closeGently();
  } catch (error) {
    socket.close();
    if (error instanceof SystemError) reason = CLOSED.lost(error.code);
    else if (error instanceof ConnectionAborted) reason = error.message;
    else throw error;
  }
  context.log(`${name} closed: ${reason}`);
}

class Connection {
  readonly #decoder: BodyReader;
  /** Answers that leave in the next send. */
  readonly #answers = new FrameBatch();
  /** One for all calls. */
  readonly #options: AnswerOptions & { receivedAtMs: number };
  /** When the incomplete frame must be complete, by performance.now. */
  #frameEndsAtMs: number | undefined;

  constructor(
    private readonly socket: BlockingSocket,
    private readonly name: string,
    private readonly context: BlockingContext,
  ) {
    const { limits, log } = context;
    this.#decoder = new BodyReader(limits);
    this.#options = {
      limits,
      receivedAtMs: 0,
      onHandlerError: (method, thrown) =>
        log(`${name} handler of ${method} threw ${String(thrown)}`),
    };
  }

  // #region serve
  /** Receives, answers, sends, and repeats. @returns why to close the connection */
  serve(): string {
    const { stop } = this.context;
    for (;;) {
      const received = this.socket.receive(this.#waitUntilMs());
      if (received === 'ended') return CLOSED.byClient;
      if (received === 'timed out') return this.#timedOut();
      if (received === 'stopping') return this.#refuseWaiting();
      const brokenBy = this.#answerAll(received, stop.requested);
      if (brokenBy !== undefined) return brokenBy;
    }
  }
  // #endregion serve

  // #region answer
  /**
   * Answers every frame that the bytes of one recv complete, in one send.
   * @returns the error that broke the framing, if any
   */
  #answerAll(chunk: Buffer, refusing: boolean): string | undefined {
    this.#options.receivedAtMs = performance.now();
    this.#decoder.push(chunk);
    try {
      for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {
        this.#frameEndsAtMs = undefined;
        this.context.trace?.(this.name, '->', encodeFrame(body));
        this.#add(refusing ? this.#refuse(body) : this.#answer(body));
        if (this.#answers.length >= FLUSH_BYTES) this.#flush();
      }
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      // The length exceeds the limit. The body is not read, so the next boundary cannot
      // be found (clause 3.2).
      this.#add(errorBody(error));
      this.#flush();
      return error.message;
    }
    this.#flush();
    return undefined;
  }
  // #endregion answer

  #answer(body: Buffer | string): string | undefined {
    return answerBodySync(this.context.service, body, this.#options);
  }

  #refuse(body: Buffer | string): string | undefined {
    return refusalBody(body, stoppingError(), this.context);
  }

  /**
   * The server is stopping: refuses what the kernel has received by now, and waits for
   * nothing more. A client that sends as fast as this reads would keep it busy until the
   * grace period expires, so it reads no more than the kernel could hold.
   */
  #refuseWaiting(): string {
    let leftBytes = this.socket.receiveBufferBytes;
    while (leftBytes > 0) {
      const waiting = this.socket.receiveWaiting();
      if (waiting === undefined) break;
      const brokenBy = this.#answerAll(waiting, true);
      if (brokenBy !== undefined) return brokenBy;
      if (this.context.stop.leftMs <= 0) throw new ConnectionAborted(CLOSED.graceExpired);
      leftBytes -= waiting.length;
    }
    return CLOSED.stopping;
  }

  #add(answer: string | undefined): void {
    if (answer === undefined) return; // a one-way call
    this.context.trace?.(this.name, '<-', encodeFrame(answer));
    this.#answers.add(answer);
  }

  #flush(): void {
    if (this.#answers.length > 0) this.socket.sendAll(this.#answers.take());
  }

  #timedOut(): string {
    const { frameTimeoutMs, idleTimeoutMs } = this.context.limits;
    return this.#inFrame ? CLOSED.frameTimeout(frameTimeoutMs) : CLOSED.idleTimeout(idleTimeoutMs);
  }

  get #inFrame(): boolean {
    return this.#decoder.state !== FrameDecoderState.BETWEEN_FRAMES;
  }

  // #region wait
  /**
   * Called just before each receive, so time spent in handlers and in send does not count
   * (clause 9.1).
   */
  #waitUntilMs(): number {
    const { frameTimeoutMs, idleTimeoutMs } = this.context.limits;
    if (this.#inFrame) return (this.#frameEndsAtMs ??= performance.now() + frameTimeoutMs);
    return idleTimeoutMs > 0 ? performance.now() + idleTimeoutMs : Infinity;
  }
  // #endregion wait
}
