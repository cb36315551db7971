// One client of chapter 12's server. Nothing here waits: every event does a little work and goes back to the loop.

import type { Socket } from 'node:net';
import { errorFrame, FrameDecoder, FrameDecoderState } from '@bytes-up/codec';
import { RpcError } from '@bytes-up/protocol';
import type { ServeContext } from '@bytes-up/server-kit';
import { AnswerWriter } from './answer-writer';
import { Calls } from './calls';
import { closeGently } from './close-gently';
import { PausableTimer } from './pausable-timer';

/** How long one connection's calls may keep the loop from the other connections. */
const TURN_MS = 10;
/** Answers of one turn that are worth a write of their own. */
const FLUSH_BYTES = 64 * 1024;

export class Connection {
  readonly #decoder: FrameDecoder;
  readonly #calls: Calls;
  readonly #writer: AnswerWriter;
  readonly #frameTimer: PausableTimer;
  readonly #idleTimer: PausableTimer;
  readonly #peer: string;
  /** When the bytes that the decoder holds were read. */
  #readAtMs = 0;
  /** The decoder may hold whole frames: the last turn ended before it was empty. */
  #backlog = false;
  /** The time of the last turn was up; the next one is due after the other connections had theirs. */
  #yielded = false;
  /** A turn is under way, or is due for answers that came between turns. */
  #turnDue = false;
  /** Since the stop signal: `asked`, `reading` what the kernel has received by now, and `draining` after that. */
  #stop: 'no' | 'asked' | 'reading' | 'draining' = 'no';
  /** The request that is read now came after the stop signal. */
  #refusing = false;
  /** Why nothing more is read. The connection closes after the last answer. */
  #finished: string | undefined;
  /** The answer to a length that ended the framing: it leaves after all others. */
  #lastWords: Buffer | undefined;
  #closing = false;

  constructor(
    private readonly socket: Socket,
    name: string,
    private readonly context: ServeContext,
  ) {
    const { limits } = context;
    this.#peer = `${name} ${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
    this.#decoder = new FrameDecoder(limits);
    this.#calls = new Calls(context, this.#peer, (answer) => this.#answered(answer));
    this.#writer = new AnswerWriter(socket, limits.writeTimeoutMs, {
      onDrained: () => this.#turn(),
      onStalled: () => this.cut('the client takes no answers'),
    });
    this.#frameTimer = new PausableTimer(limits.frameTimeoutMs, () =>
      this.#finish('a frame was not complete in time'),
    );
    this.#idleTimer = new PausableTimer(limits.idleTimeoutMs, () => this.#finish('idle'));
  }

  /** Begins to read. */
  start(): void {
    this.context.log(`${this.#peer} opened`);
    this.socket.on('data', (chunk) => this.#read(chunk));
    this.socket.on('end', () => this.#finish('the client has said all'));
    this.socket.on('close', () => this.#closed());
    this.#wait();
  }

  /** The server stops: calls in flight are answered, requests that are read from now on are refused. */
  stop(): void {
    this.#stop = 'asked';
    this.#turn();
  }

  /** Two turns of the loop: what the kernel has received by now is read, so its sender gets an answer. */
  #readTheLast(): void {
    this.#stop = 'reading';
    const drain = (): void => {
      this.#stop = 'draining';
      this.#turn();
    };
    setImmediate(() => setImmediate(drain));
  }

  /** Ends the connection now, whatever is in flight. */
  cut(reason: string): void {
    this.#finished ??= reason;
    this.socket.destroy();
  }

  // #region turn
  #read(chunk: Buffer): void {
    this.#readAtMs = performance.now();
    this.#refusing = this.#stop !== 'no';
    this.#decoder.push(chunk);
    this.#turn();
  }

  /** Calls until no frame is left, the client must read first, or the time is up; then one write for all answers. */
  #turn(): void {
    if (this.#closing || this.socket.destroyed) return;
    const endsAtMs = performance.now() + TURN_MS;
    this.#turnDue = true;
    this.#backlog = true;
    while (!this.#yielded && !this.#full) {
      const body = this.#nextBody();
      if (body === undefined) break;
      if (this.#refusing) this.#calls.refuse(body, stopping());
      else this.#calls.start(body, this.#readAtMs);
      if (this.#writer.collectedBytes >= FLUSH_BYTES) this.#writer.flush();
      if (performance.now() >= endsAtMs) this.#yield();
    }
    this.#turnDue = false;
    this.#writer.flush();
    this.#wait();
  }

  #yield(): void {
    this.#yielded = true;
    setImmediate(() => {
      this.#yielded = false;
      this.#turn();
    });
  }
  // #endregion turn

  /** Until answers have left, no further call is begun. */
  get #full(): boolean {
    return this.#writer.blocked || this.#calls.inFlight >= this.context.limits.maxInFlight;
  }

  #nextBody(): Buffer | undefined {
    try {
      const body = this.#decoder.next();
      if (body === undefined) this.#backlog = false;
      else this.#frameTimer.stop();
      return body;
    } catch (error) {
      // The boundary is lost: there is no next frame to look for (clause 3.2).
      this.#backlog = false;
      this.#lastWords ??= errorFrame(RpcError.from(error));
      this.#finished ??= String(error);
      return undefined;
    }
  }

  /** An answer is there, inside a turn or, from a promise, between turns: then one turn serves all of a tick. */
  #answered(answer: Buffer | undefined): void {
    if (answer !== undefined) this.#writer.add(answer);
    if (this.#turnDue) return;
    this.#turnDue = true;
    queueMicrotask(() => this.#turn());
  }

  // #region wait
  /** After each turn: close, read on, or stop reading until answers have left. */
  #wait(): void {
    const idle = !this.#backlog && this.#calls.inFlight === 0;
    if (idle && this.#stop === 'draining') this.#finished ??= 'the server stops';
    if (idle && this.#finished !== undefined) return this.#close();
    if (this.#finished !== undefined || this.#backlog || this.#full) {
      this.socket.pause();
      this.#frameTimer.pause();
      return;
    }
    if (this.#stop === 'asked') this.#readTheLast();
    this.socket.resume();
    this.#frameTimer.resume();
    this.#idleTimer.stop();
    if (this.#decoder.state !== FrameDecoderState.BETWEEN_FRAMES) this.#frameTimer.start();
    else if (idle && this.context.limits.idleTimeoutMs > 0) this.#idleTimer.start();
  }
  // #endregion wait

  #finish(reason: string): void {
    this.#finished ??= reason;
    this.#turn();
  }

  #close(): void {
    this.#closing = true;
    if (this.#lastWords !== undefined) this.#writer.add(this.#lastWords);
    this.#writer.flush();
    closeGently(this.socket, this.context.limits.lingerMs);
  }

  #closed(): void {
    this.#frameTimer.stop();
    this.#idleTimer.stop();
    this.context.log(`${this.#peer} closed: ${this.#finished ?? 'the client went away'}`);
  }
}

function stopping(): RpcError {
  return new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
}
