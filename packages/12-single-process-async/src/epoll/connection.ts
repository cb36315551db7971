// One client of the loop by hand. Its descriptor never blocks: each call takes what is
// there, and epoll says when to go on. ConnectionMachine decides what to wait for and
// when to close.

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
import { close, EPOLLIN, EPOLLOUT, SHUT_WR, shutdown, SystemError, tryRecv } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import { CLOSED, FLUSH_BYTES, stoppingError, TURN_MS } from '@bytes-up/server-kit';
import type { BlockingContext } from '@bytes-up/server-kit';
import { ConnectionMachine, type ConnectionEvent } from '../connection-machine';
import { FrameClock } from './clock';
import type { EventLoop, Watcher } from './event-loop';
import { WriteBuffer } from './write-buffer';

// One for all connections: what was received is copied out before the next recv.
const room = Buffer.allocUnsafeSlow(64 * 1024);

export class EpollConnection implements Watcher {
  /** Where this connection stands, and what it waits for. */
  readonly #machine = new ConnectionMachine();
  /** Cuts the stream into frames, and keeps the bytes of one that is not complete. */
  readonly #decoder: BodyReader;
  /** Answers of this turn. */
  readonly #answers = new FrameBatch();
  /** Answers that the kernel has not taken. */
  readonly #writes: WriteBuffer;
  /** The time of the frame that has begun. It runs only while the connection reads. */
  readonly #frameClock: FrameClock;
  /** What epoll was told to report, so that it is told again only when that changes. */
  #watched = EPOLLIN;
  /** One for all calls. */
  readonly #options: AnswerOptions & { receivedAtMs: number };
  /** When the last byte came or the last call ended: the idle time counts from then. */
  #activeAtMs = performance.now();
  /** When the client must have closed, once the sending side is shut down. */
  #lingersUntilMs = Infinity;

  /**
   * @param fd a connected socket that does not block: this connection's to close
   * @param onClosed called once
   */
  constructor(
    readonly fd: number,
    private readonly name: string,
    private readonly context: BlockingContext,
    private readonly loop: EventLoop,
    private readonly onClosed: (connection: EpollConnection) => void,
  ) {
    const { limits, log } = context;
    this.#decoder = new BodyReader(limits);
    this.#writes = new WriteBuffer(fd);
    this.#frameClock = new FrameClock(limits.frameTimeoutMs);
    this.#options = {
      limits,
      receivedAtMs: this.#activeAtMs,
      onHandlerError: (method, thrown) =>
        log(`${name} handler of ${method} threw ${String(thrown)}`),
    };
    log(`${name} opened`);
    loop.watch(fd, EPOLLIN, this);
  }

  // #region ready
  /** The descriptor is ready, or broken: then the next system call says so. */
  ready(): void {
    try {
      const { want } = this.#machine;
      if (want === 'read') this.#read();
      if (want === 'write') this.#turn(); // there is room for answers
      if (want === 'discard') this.#discard();
    } catch (error) {
      this.#lost(error);
    }
  }

  #read(): void {
    const count = tryRecv(this.fd, room);
    if (typeof count !== 'number') return; // EAGAIN: what epoll said is out of date
    this.#options.receivedAtMs = this.#activeAtMs = performance.now();
    if (count === 0) return this.#on('input ended', CLOSED.byClient);
    this.#decoder.push(Buffer.from(room.subarray(0, count)));
    this.#turn();
  }
  // #endregion ready

  /** Something happened between turns. A turn finds out what is left to do. */
  #on(event: ConnectionEvent, reason?: string): void {
    this.#report(event, reason);
    if (this.#machine.want !== 'turn') this.#turn(); // otherwise its turn comes
  }

  // #region turn
  /** Answers what was read; then one send for all answers. */
  #turn(): void {
    if (!this.#machine.takesTurns) return;
    try {
      const caughtUp = this.#answerRequests();
      if (!this.#flush()) this.#report('full');
      else this.#report(caughtUp ? 'idle' : 'yielded');
      this.#wait();
    } catch (error) {
      this.#lost(error);
    }
  }

  /** @returns whether no request is left. If not, it is full, or its time is up. */
  #answerRequests(): boolean {
    const endsAtMs = performance.now() + TURN_MS;
    let hasRoom = this.#writes.flush(); // what waits from before leaves first
    while (hasRoom) {
      const body = this.#nextBody();
      if (body === undefined) return true;
      this.#add(this.#answer(body));
      if (this.#answers.length >= FLUSH_BYTES) hasRoom = this.#flush();
      if (performance.now() >= endsAtMs) return false;
    }
    return false;
  }
  // #endregion turn

  #nextBody(): Buffer | string | undefined {
    try {
      const body = this.#decoder.next();
      if (body !== undefined) this.#frameClock.reset();
      return body;
    } catch (thrown) {
      const error = RpcError.from(thrown);
      // The decoder throws at each call from now on; the client is told once.
      if (this.#machine.on('framing lost', error.message)) this.#add(errorBody(error));
      return undefined;
    }
  }

  #answer(body: Buffer | string): string | undefined {
    this.context.trace?.(this.name, '->', encodeFrame(body));
    if (this.#machine.refuses) return refusalBody(body, stoppingError(), this.context);
    return answerBodySync(this.context.service, body, this.#options);
  }

  #add(answer: string | undefined): void {
    if (answer === undefined) return; // a one-way call
    this.context.trace?.(this.name, '<-', encodeFrame(answer));
    this.#answers.add(answer);
  }

  /** @returns whether the kernel took all */
  #flush(): boolean {
    if (this.#answers.length > 0) this.#writes.add(this.#answers.take());
    return this.#writes.flush();
  }

  // #region wait
  /** After each turn: tells epoll what to wait for. */
  #wait(): void {
    const { want } = this.#machine;
    const nowMs = performance.now();
    if (want === 'turn') this.loop.soon(() => this.#turn());
    if (want === 'write') this.#watch(EPOLLOUT);
    if (want !== 'read') return this.#frameClock.pause(nowMs);
    this.#watch(EPOLLIN);
    this.#frameClock.resume(nowMs);
    if (this.#inFrame) this.#frameClock.start(nowMs);
    else this.#activeAtMs = nowMs;
  }

  #watch(events: number): void {
    if (events !== this.#watched) this.loop.change(this.fd, events);
    this.#watched = events;
  }
  // #endregion wait

  get #inFrame(): boolean {
    return this.#decoder.state !== FrameDecoderState.BETWEEN_FRAMES;
  }

  // #region time
  /** Called every 50 ms. Which timeout can end the wait depends on what it waits for. */
  checkTime(nowMs: number): void {
    const { frameTimeoutMs, idleTimeoutMs } = this.context.limits;
    const { want } = this.#machine;
    if (want === 'discard' && nowMs >= this.#lingersUntilMs) this.#report('linger timeout');
    if (want === 'write') this.#checkStall(nowMs);
    if (want !== 'read') return;
    if (this.#frameClock.isUp(nowMs)) {
      this.#on('frame timeout', CLOSED.frameTimeout(frameTimeoutMs));
    } else if (!this.#inFrame && idleTimeoutMs > 0 && nowMs - this.#activeAtMs >= idleTimeoutMs) {
      this.#on('idle timeout', CLOSED.idleTimeout(idleTimeoutMs));
    }
  }

  /**
   * epoll reports room when a third of the kernel's buffer is free. A client that reads
   * slowly frees less in writeTimeoutMs, so ask the kernel before giving up. If it takes
   * the rest, epoll may still not report room, and the turn comes now.
   */
  #checkStall(nowMs: number): void {
    const { writeTimeoutMs } = this.context.limits;
    const isStalled = (): boolean =>
      nowMs - (this.#writes.stalledSinceMs ?? nowMs) >= writeTimeoutMs;
    try {
      if (!isStalled()) return;
      if (this.#writes.flush()) this.#turn();
      else if (isStalled()) this.#report('write timeout', CLOSED.notReading);
    } catch (error) {
      this.#lost(error);
    }
  }
  // #endregion time

  // #region phases
  /** The server stops: requests that were read are answered, later ones are refused. */
  stop(): void {
    if (this.#machine.phase === 'serving') this.#on('stop requested');
  }

  /** Ends the connection now, whatever is under way. */
  cut(reason: string): void {
    this.#report('cut', reason);
  }

  /** Tells the machine, and does what the phase that begins now asks for. */
  #report(event: ConnectionEvent, reason?: string): void {
    const begins = this.#machine.on(event, reason);
    if (begins === 'refusing') this.#readBacklog();
    if (begins === 'closing') this.#close();
    if (begins === 'closed') this.#end();
  }

  /** In the next turn of the loop, what the kernel has received by now is read. */
  #readBacklog(): void {
    this.loop.soon(() => {
      if (this.#machine.phase === 'refusing') this.#on('backlog read');
    });
  }

  /** All answers are with the kernel. */
  #close(): void {
    shutdown(this.fd, SHUT_WR);
    this.#lingersUntilMs = performance.now() + this.context.limits.lingerMs;
    this.#watch(EPOLLIN);
    this.#report('shut down');
    this.#discard();
  }

  /**
   * Reads until the client closes: closing with unread input would send a reset. One that
   * sends as fast as this reads must not keep the loop from the others and from the time.
   */
  #discard(): void {
    for (const endsAtMs = performance.now() + TURN_MS; performance.now() < endsAtMs;) {
      const count = tryRecv(this.fd, room);
      if (count === 0) return this.#report('input ended');
      if (typeof count !== 'number') return;
    }
  }

  #end(): void {
    this.loop.forget(this.fd);
    close(this.fd);
    this.context.log(`${this.name} closed: ${this.#machine.reason}`);
    this.onClosed(this);
  }
  // #endregion phases

  #lost(error: unknown): void {
    if (!(error instanceof SystemError)) throw error;
    this.#report('gone', CLOSED.lost(error.code)); // ECONNRESET, EPIPE
  }
}
