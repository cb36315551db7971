// One client of the hand-driven loop. Its descriptor never blocks: each call takes what there is, and the rest waits for the
// next time that epoll says so.

import {
  answerFrameSync,
  encodeFrame,
  errorFrame,
  FrameDecoder,
  FrameDecoderState,
  refuseFrame,
} from '@bytes-up/codec';
import { close, EPOLLIN, EPOLLOUT, SHUT_WR, shutdown, SystemError, tryRecv } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import type { BlockingContext } from '@bytes-up/server-kit';
import { FrameClock } from './clock';
import type { EventLoop, Watcher } from './event-loop';
import { WriteBuffer } from './write-buffer';

/** How long one connection's calls may keep the loop from the other connections. */
const TURN_MS = 10;
/** Answers of one turn that are worth a send of their own. */
const FLUSH_BYTES = 64 * 1024;
// One for all connections: what was received is copied out before the next recv.
const room = Buffer.allocUnsafeSlow(64 * 1024);

export class EpollConnection implements Watcher {
  readonly #decoder: FrameDecoder;
  readonly #writes: WriteBuffer;
  readonly #frameClock: FrameClock;
  #watched = EPOLLIN;
  /** When the bytes that the decoder holds were read, and when the last call ended or the last byte came. */
  #readAtMs = performance.now();
  #activeAtMs = this.#readAtMs;
  /** The decoder may hold whole frames: the time of the last turn was up, or the client must read first. */
  #backlog = false;
  #yielded = false;
  #stopping = false;
  /** Why no further request is read. The connection closes after the last answer. */
  #finished: string | undefined;
  /** The sending side is shut down: what comes is discarded until then. */
  #lingersUntilMs: number | undefined;
  #closed = false;

  /** @param fd a connected socket that does not block: this connection's to close. @param onClosed called once. */
  constructor(
    readonly fd: number,
    private readonly name: string,
    private readonly context: BlockingContext,
    private readonly loop: EventLoop,
    private readonly onClosed: (connection: EpollConnection) => void,
  ) {
    const { limits, log } = context;
    this.#decoder = new FrameDecoder(limits);
    this.#writes = new WriteBuffer(fd);
    this.#frameClock = new FrameClock(limits.frameTimeoutMs);
    log(`${name} opened`);
    loop.watch(fd, EPOLLIN, this);
  }

  // #region ready
  ready(events: number): void {
    try {
      if (this.#lingersUntilMs !== undefined) this.#discard();
      else if ((events & ~EPOLLOUT) !== 0 && this.#watched === EPOLLIN) this.#read();
      else this.#turn(); // there is room for answers, or an error that the next send reports
    } catch (error) {
      this.#broken(error);
    }
  }

  #read(): void {
    if (this.#yielded) return; // the calls that it has sent before come first
    const count = tryRecv(this.fd, room);
    if (typeof count !== 'number') return; // EAGAIN: epoll was out of date
    this.#readAtMs = this.#activeAtMs = performance.now();
    if (count === 0) this.#finished ??= 'the client has said all';
    else this.#decoder.push(Buffer.from(room.subarray(0, count)));
    this.#turn();
  }
  // #endregion ready

  // #region turn
  /** Calls until no frame is left, the client must read first, or the time is up; then one send for all answers. */
  #turn(): void {
    const endsAtMs = performance.now() + TURN_MS;
    this.#backlog = true;
    let room = this.#writes.flush(); // what waits from before leaves first
    while (room && !this.#yielded) {
      const body = this.#nextBody();
      if (body === undefined) break;
      this.#add(this.#answer(body));
      if (this.#writes.length >= FLUSH_BYTES) room = this.#writes.flush();
      if (performance.now() >= endsAtMs) this.#yield();
    }
    const empty = this.#writes.flush();
    if (empty && this.#backlog && !this.#yielded) this.#yield(); // there was no room, and now there is again
    this.#wait();
  }

  #yield(): void {
    this.#yielded = true;
    this.loop.soon(() => {
      this.#yielded = false;
      if (!this.#closed) this.ready(EPOLLOUT);
    });
  }
  // #endregion turn

  #nextBody(): Buffer | undefined {
    try {
      const body = this.#decoder.next();
      if (body === undefined) this.#backlog = false;
      else this.#frameClock.reset();
      return body;
    } catch (error) {
      // The boundary is lost: there is no next frame to look for (clause 3.2).
      this.#backlog = false;
      if (this.#finished === undefined) this.#add(errorFrame(RpcError.from(error)));
      this.#finished ??= String(error);
      return undefined;
    }
  }

  #answer(body: Buffer): Buffer | undefined {
    const { service, limits, log, trace } = this.context;
    trace?.(this.name, '->', encodeFrame(body));
    if (this.#stopping) {
      const error = new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
      return refuseFrame(body, error, this.context);
    }
    return answerFrameSync(service, body, {
      limits,
      receivedAtMs: this.#readAtMs,
      onHandlerError: (method, thrown) =>
        log(`${this.name} handler of ${method} threw ${String(thrown)}`),
    });
  }

  #add(answer: Buffer | undefined): void {
    if (answer === undefined) return; // a one-way call
    this.context.trace?.(this.name, '<-', answer);
    this.#writes.add(answer);
  }

  // #region wait
  /** After each turn: what to wait for. Room for answers, before anything else; otherwise the next bytes. */
  #wait(): void {
    const nowMs = performance.now();
    const blocked = this.#writes.length > 0;
    if (!blocked && !this.#backlog && this.#finished !== undefined) return this.#close(nowMs);
    const reads = !blocked && this.#finished === undefined;
    this.#watch(blocked ? EPOLLOUT : reads ? EPOLLIN : 0);
    if (!reads || this.#backlog) return this.#frameClock.pause(nowMs);
    this.#frameClock.resume(nowMs);
    if (this.#decoder.state === FrameDecoderState.BETWEEN_FRAMES) this.#activeAtMs = nowMs;
    else this.#frameClock.start(nowMs);
  }

  #watch(events: number): void {
    if (events !== this.#watched) this.loop.change(this.fd, events);
    this.#watched = events;
  }
  // #endregion wait

  // #region time
  /** Called now and then: closes what took too long. */
  checkTime(nowMs: number): void {
    const { idleTimeoutMs, writeTimeoutMs } = this.context.limits;
    const { stalledSinceMs } = this.#writes;
    if (this.#lingersUntilMs !== undefined) {
      if (nowMs >= this.#lingersUntilMs) this.#end();
    } else if (stalledSinceMs !== undefined) {
      if (nowMs - stalledSinceMs >= writeTimeoutMs) this.cut('the client takes no answers');
    } else if (this.#frameClock.isUp(nowMs)) {
      this.finish('a frame was not complete in time');
    } else if (this.#decoder.state === FrameDecoderState.BETWEEN_FRAMES && !this.#backlog) {
      if (idleTimeoutMs > 0 && nowMs - this.#activeAtMs >= idleTimeoutMs) this.finish('idle');
    }
  }
  // #endregion time

  /** The server stops: calls that were read are answered, requests that the kernel has received by now are refused. */
  stop(): void {
    if (this.#stopping || this.#finished !== undefined || this.#backlog) return;
    this.#stopping = true;
    this.ready(EPOLLIN);
    this.finish('the server stops');
  }

  /** No further request is read; the connection closes after the last answer. */
  finish(reason: string): void {
    this.#finished ??= reason;
    if (this.#closed || this.#lingersUntilMs !== undefined || this.#yielded) return;
    this.ready(EPOLLOUT);
  }

  /** Ends the connection now, whatever is under way. */
  cut(reason: string): void {
    this.#finished ??= reason;
    this.#end();
  }

  // #region close
  /** Shuts down the sending side; then reads and discards until the client is done too, for lingerMs at most (section 11). */
  #close(nowMs: number): void {
    shutdown(this.fd, SHUT_WR);
    this.#lingersUntilMs = nowMs + this.context.limits.lingerMs;
    this.#watch(EPOLLIN);
    this.#discard();
  }

  #discard(): void {
    for (;;) {
      const count = tryRecv(this.fd, room);
      if (count === 0) return this.#end();
      if (typeof count !== 'number') return;
    }
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.loop.forget(this.fd);
    close(this.fd);
    this.context.log(`${this.name} closed: ${this.#finished ?? 'the client went away'}`);
    this.onClosed(this);
  }
  // #endregion close

  #broken(error: unknown): void {
    if (!(error instanceof SystemError)) throw error;
    this.cut(`the client went away (${error.code})`); // ECONNRESET, EPIPE: the client's end of the story
  }
}
