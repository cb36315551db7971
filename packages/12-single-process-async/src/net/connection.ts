// One client of the server on node:net. Nothing here blocks: each event does a little
// work and returns to the loop. ConnectionMachine decides what to wait for and when to
// close.

import type { Socket } from 'node:net';
import { BodyReader, errorBody, FrameDecoderState } from '@bytes-up/codec';
import { RpcError } from '@bytes-up/protocol';
import { CLOSED, FLUSH_BYTES, stoppingError, TURN_MS } from '@bytes-up/server-kit';
import type { ServeContext } from '@bytes-up/server-kit';
import { ConnectionMachine, type ConnectionEvent } from '../connection-machine';
import { AnswerWriter } from './answer-writer';
import { Calls } from './calls';
import { closeGently } from './close-gently';
import { PausableTimer } from './pausable-timer';

export class Connection {
  /** Where this connection stands, and what it waits for. */
  readonly #machine = new ConnectionMachine();
  /** Cuts the stream into frames, and keeps the bytes of one that is not complete. */
  readonly #decoder: BodyReader;
  /** Calls that have begun, and the order in which their answers leave. */
  readonly #calls: Calls;
  /** Answers that the kernel has not taken. */
  readonly #writer: AnswerWriter;
  /** The time of the frame that has begun. It runs only while the connection reads. */
  readonly #frameTimer: PausableTimer;
  /** The time in which nothing has happened. It runs only while no call is in flight. */
  readonly #idleTimer: PausableTimer;
  /** How the log calls this client. */
  readonly #peer: string;
  /** When the bytes in the decoder were read: `timeout_ms` counts from then. */
  #readAtMs = 0;
  /** A turn is running or queued: an answer that comes meanwhile leaves with it. */
  #turnDue = false;
  /** The answer to a length that ended the framing: it leaves after all others. */
  #lastAnswer: string | undefined;
  /** What broke the connection, if node:net says: ECONNRESET, EPIPE. */
  #lostBy = 'closed';

  constructor(
    private readonly socket: Socket,
    name: string,
    private readonly context: ServeContext,
  ) {
    const { limits } = context;
    const { frameTimeoutMs, idleTimeoutMs, writeTimeoutMs } = limits;
    this.#peer = `${name} ${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
    this.#decoder = new BodyReader(limits);
    this.#calls = new Calls(context, this.#peer, (answer) => this.#answered(answer));
    this.#writer = new AnswerWriter(socket, writeTimeoutMs, {
      onDrained: () => this.#wake(),
      onStalled: () => this.#on('write timeout', CLOSED.notReading),
    });
    this.#frameTimer = new PausableTimer(frameTimeoutMs, () =>
      this.#on('frame timeout', CLOSED.frameTimeout(frameTimeoutMs)),
    );
    this.#idleTimer = new PausableTimer(idleTimeoutMs, () =>
      this.#on('idle timeout', CLOSED.idleTimeout(idleTimeoutMs)),
    );
  }

  // #region events
  /** Begins to read. */
  start(): void {
    this.context.log(`${this.#peer} opened`);
    this.socket.on('data', (chunk) => this.#read(chunk));
    this.socket.on('end', () => this.#on('input ended', CLOSED.byClient));
    this.socket.on('error', ({ code }: NodeJS.ErrnoException) => (this.#lostBy = code ?? '?'));
    this.socket.on('close', () => this.#closed());
    this.#wait();
  }

  /** The server stops: calls in flight are answered, later requests are refused. */
  stop(): void {
    if (this.#machine.phase === 'serving') this.#on('stop requested');
  }

  /** Ends the connection now, whatever is in flight. */
  cut(reason: string): void {
    this.#on('cut', reason);
  }

  /** Something happened between turns. A turn finds out what is left to do. */
  #on(event: ConnectionEvent, reason?: string): void {
    this.#report(event, reason);
    this.#wake();
  }

  #read(chunk: Buffer): void {
    this.#readAtMs = performance.now();
    this.#decoder.push(chunk);
    this.#wake();
  }

  /** Answers of promises come between turns: all of a tick leave in one turn. */
  #answered(answer: string | undefined): void {
    if (answer !== undefined) this.#writer.add(answer);
    if (this.#turnDue) return;
    this.#turnDue = true;
    queueMicrotask(() => this.#wake());
  }

  /** Takes a turn now, unless the other connections must have theirs first. */
  #wake(): void {
    if (this.#machine.want === 'turn') this.#flush();
    else this.#turn();
  }
  // #endregion events

  // #region turn
  /** Answers what was read; then one write for all answers. */
  #turn(): void {
    if (!this.#machine.takesTurns) return;
    this.#turnDue = true;
    const caughtUp = this.#answerRequests();
    this.#flush();
    if (this.#full) this.#report('full');
    else if (!caughtUp) this.#report('yielded');
    else this.#report(this.#calls.inFlight > 0 ? 'answering' : 'idle');
    this.#wait();
  }

  /** @returns whether no request is left. If not, it is full, or its time is up. */
  #answerRequests(): boolean {
    const endsAtMs = performance.now() + TURN_MS;
    while (!this.#full) {
      const body = this.#nextBody();
      if (body === undefined) return true;
      if (this.#machine.refuses) this.#calls.refuse(body, stoppingError());
      else this.#calls.start(body, this.#readAtMs);
      if (this.#writer.collectedBytes >= FLUSH_BYTES) this.#writer.flush();
      if (performance.now() >= endsAtMs) return false;
    }
    return false;
  }
  // #endregion turn

  /** Whether answers must leave before another call begins. */
  get #full(): boolean {
    return this.#writer.blocked || this.#calls.inFlight >= this.context.limits.maxInFlight;
  }

  #nextBody(): Buffer | string | undefined {
    try {
      const body = this.#decoder.next();
      if (body !== undefined) this.#frameTimer.stop();
      return body;
    } catch (thrown) {
      const error = RpcError.from(thrown);
      this.#lastAnswer ??= errorBody(error);
      this.#report('framing lost', error.message);
      return undefined;
    }
  }

  #flush(): void {
    this.#turnDue = false;
    this.#writer.flush();
  }

  // #region wait
  /** After each turn: reads on, or stops reading. */
  #wait(): void {
    const { want } = this.#machine;
    if (want === 'turn') setImmediate(() => this.#turn());
    if (want === 'read') {
      this.socket.resume();
      this.#startTimers();
    } else if (this.#machine.takesTurns) {
      this.socket.pause();
      this.#frameTimer.pause();
      this.#idleTimer.stop();
    }
  }
  // #endregion wait

  #startTimers(): void {
    const inFrame = this.#decoder.state !== FrameDecoderState.BETWEEN_FRAMES;
    this.#frameTimer.resume();
    this.#idleTimer.stop(); // it starts again after each turn
    if (inFrame) this.#frameTimer.start();
    else if (this.#calls.inFlight === 0 && this.context.limits.idleTimeoutMs > 0) {
      this.#idleTimer.start();
    }
  }

  // #region phases
  /** Tells the machine, and does what the phase that begins now asks for. */
  #report(event: ConnectionEvent, reason?: string): void {
    const begins = this.#machine.on(event, reason);
    if (begins === 'refusing') this.#readBacklog();
    if (begins === 'closing') this.#close();
    if (begins === 'closed') this.#destroy();
  }

  /** In two turns of the loop, what the kernel has received by now is read. */
  #readBacklog(): void {
    const done = (): void => {
      if (this.#machine.phase === 'refusing') this.#on('backlog read');
    };
    setImmediate(() => setImmediate(done));
  }

  #close(): void {
    this.#stopTimers();
    if (this.#lastAnswer !== undefined) this.#writer.add(this.#lastAnswer);
    this.#writer.flush();
    closeGently(this.socket, this.context.limits.lingerMs, () => this.#on('shut down'));
  }

  #destroy(): void {
    this.#stopTimers();
    this.socket.destroy();
  }
  // #endregion phases

  #stopTimers(): void {
    this.#frameTimer.stop();
    this.#idleTimer.stop();
  }

  #closed(): void {
    this.#report('gone', CLOSED.lost(this.#lostBy));
    this.context.log(`${this.#peer} closed: ${this.#machine.reason}`);
  }
}
