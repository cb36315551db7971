// One client, served with blocking calls until it leaves. Chapter 08 calls this in its
// only thread; chapters 09, 10 and 11 call it in a thread or a process of its own.

import {
  answerFrameSync,
  encodeFrame,
  errorFrame,
  FrameDecoder,
  FrameDecoderState,
  refuseFrame,
} from '@bytes-up/codec';
import { SystemError } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import { CLOSED, FLUSH_BYTES, stoppingError, type BlockingContext } from '@bytes-up/server-kit';
import { BlockingSocket, ConnectionCut } from './blocking-socket';

/**
 * Serves one client until it leaves, breaks a rule that ends its connection, or the
 * server stops. Then `fd` is closed. Whatever the client does is logged and never thrown:
 * it must not end the server.
 * @param fd a connected socket that blocks; its time-outs and TCP_NODELAY are set here
 * @param name how the log calls the client: `connection 1 127.0.0.1:40000`
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
    private readonly context: BlockingContext,
  ) {
    this.#decoder = new FrameDecoder(context.limits);
  }

  // #region serve
  /** Receive, answer, send, and again. @returns why the connection is to be closed */
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
   * Answers every complete frame of what one recv brought, in one send.
   * @returns what broke the framing, if anything did
   */
  #answerAll(chunk: Buffer, refusing: boolean): string | undefined {
    const receivedAtMs = performance.now();
    this.#decoder.push(chunk);
    try {
      for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {
        this.#frameEndsAtMs = undefined;
        this.context.trace?.(this.name, '->', encodeFrame(body));
        this.#add(refusing ? this.#refuse(body) : this.#answer(body, receivedAtMs));
        if (this.#answerBytes >= FLUSH_BYTES) this.#flush();
      }
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      // A length over the limit: the boundary is lost, so there is no next frame to find
      // (clause 3.2).
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
    return refuseFrame(body, stoppingError(), this.context);
  }

  /**
   * The server stops: what the kernel had received by now gets an answer, and this waits
   * for nothing more. A client that sends as fast as this reads would keep it busy until
   * the grace period expires, so no more is read than the kernel could hold.
   */
  #refuseWaiting(): string {
    let leftBytes = this.socket.receiveBufferBytes;
    while (leftBytes > 0) {
      const waiting = this.socket.receiveWaiting();
      if (waiting === undefined) break;
      const brokenBy = this.#answerAll(waiting, true);
      if (brokenBy !== undefined) return brokenBy;
      if (this.context.stop.leftMs <= 0) throw new ConnectionCut(CLOSED.graceExpired);
      leftBytes -= waiting.length;
    }
    return CLOSED.stopping;
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

  #timedOut(): string {
    const { frameTimeoutMs, idleTimeoutMs } = this.context.limits;
    return this.#inFrame ? CLOSED.frameTimeout(frameTimeoutMs) : CLOSED.idleTimeout(idleTimeoutMs);
  }

  get #inFrame(): boolean {
    return this.#decoder.state !== FrameDecoderState.BETWEEN_FRAMES;
  }

  // #region wait
  /**
   * Asked just before each receive: time spent in calls and in send does not count
   * (clause 9.1).
   */
  #waitUntilMs(): number {
    const { frameTimeoutMs, idleTimeoutMs } = this.context.limits;
    if (this.#inFrame) return (this.#frameEndsAtMs ??= performance.now() + frameTimeoutMs);
    return idleTimeoutMs > 0 ? performance.now() + idleTimeoutMs : Infinity;
  }
  // #endregion wait
}
