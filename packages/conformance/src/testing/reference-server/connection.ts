// One connection of the suite's own server: frames in, answers out, and every limit of
// docs/protocol.md. It is written to be simple and correct rather than fast.

import { openSync } from 'node:fs';
import type { Socket } from 'node:net';
import {
  isOneway,
  refuse,
  errorResponse,
  RpcError,
  type Json,
  type Limits,
  type Response,
  type Service,
} from '@bytes-up/protocol';
import { AnswerQueue, answerTo, idOf } from './answers';
import { decodeBody } from './body';
import { misreadRequest } from './misread';
import type { KeyTable } from './keys';
import { is } from './mutants';
import { PausableTimer } from './pausable-timer';
import { AnswerWriter } from './writer';

/** Unsent answers, in bytes, above which the server stops reading (clause 9.3). */
const MAX_UNSENT_BYTES = 256 * 1024;
/** The idle timeout of a mutant that has one without being asked, in milliseconds. */
const IDLE_MS = 1_000;
/** How long one connection's calls may run before others get a turn, in milliseconds. */
const TURN_MS = 10;

export interface Shared {
  readonly limits: Limits;
  readonly service: Service;
  readonly keys: KeyTable;
}

export class ReferenceConnection {
  readonly #socket: Socket;
  readonly #shared: Shared;
  readonly #writer: AnswerWriter;
  readonly #queue: AnswerQueue;
  readonly #frameTimer: PausableTimer;
  #idleTimer: NodeJS.Timeout | undefined;
  /** Bytes that were read and are not yet a complete frame. */
  #pending: Buffer = Buffer.alloc(0);
  /**
   * Bytes of `#pending` read before the stop signal: their calls are in flight (10.2).
   */
  #readBeforeStop = 0;
  #inFlight = 0;
  #state: 'open' | 'refusing' | 'closing' = 'open';
  #inputEnded = false;
  #stopping = false;
  /**
   * After the stop signal: whether the bytes that the kernel had received by then have
   * been read and answered.
   */
  #last: 'unread' | 'reading' | 'read' = 'unread';
  #pumpAgain = false;

  constructor(socket: Socket, shared: Shared) {
    this.#socket = socket;
    this.#shared = shared;
    this.#writer = new AnswerWriter(socket, shared.limits.maxFrameBytes);
    this.#queue = new AnswerQueue((answer) => this.#write(answer));
    this.#frameTimer = new PausableTimer(shared.limits.frameTimeoutMs, () => this.#close());
    if (is('leaks-descriptors')) openSync('/dev/null', 'r');
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('end', () => this.#onEnd());
    socket.on('drain', () => this.#pump());
    socket.on('error', (error) => {
      if (is('dies-on-a-reset')) throw error;
      socket.destroy();
    });
    socket.on('close', () => this.#forget());
    if (!is('no-write-timeout')) socket.setTimeout(shared.limits.writeTimeoutMs);
    socket.on('timeout', () => {
      if (socket.writableLength > 0) socket.destroy();
    });
    if (is('greets')) socket.write('hello\r\n');
    this.#watchIdle();
  }

  /**
   * Stops: calls that were read are served, later ones are refused, then the connection
   * closes.
   */
  stop(): void {
    this.#stopping = true;
    this.#readBeforeStop = this.#pending.length;
    if (is('no-drain')) this.#socket.destroy();
    if (is('drops-what-it-holds') && this.#atLimit()) this.#close();
    this.#pump();
  }

  #onData(chunk: Buffer): void {
    if (this.#state !== 'open') return;
    // Quadratic on purpose: it is short enough to be obviously correct. Chapter 03 has
    // the fast way.
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    if (is('frame-timeout-per-read')) this.#frameTimer.stop();
    this.#pump();
  }

  #onEnd(): void {
    this.#inputEnded = true;
    if (is('drops-calls-at-half-close') && this.#inFlight > 0) this.#close();
    this.#pump();
  }

  // #region pump
  /**
   * Serves complete frames until a limit is reached: calls in flight, unsent answers, or
   * the length of this connection's turn.
   */
  #pump(): void {
    const turnEndsAtMs = performance.now() + TURN_MS;
    this.#pumpAgain = false;
    while (this.#state === 'open' && !this.#atLimit()) {
      if (performance.now() > turnEndsAtMs && !is('no-yield')) {
        this.#pumpLater();
        break;
      }
      const body = this.#nextFrame();
      if (body === undefined) break;
      this.#serve(body);
    }
    this.#steer();
  }
  // #endregion pump

  #pumpLater(): void {
    this.#pumpAgain = true;
    setImmediate(() => this.#pump());
  }

  #atLimit(): boolean {
    const { maxInFlight } = this.#shared.limits;
    if (this.#inFlight >= maxInFlight && !is('refuses-at-max-in-flight')) return true;
    return this.#socket.writableLength > MAX_UNSENT_BYTES && !is('never-pauses');
  }

  /** Decides what the connection waits for next: input, its turn, or its end. */
  #steer(): void {
    const blocked = this.#atLimit() || this.#pumpAgain;
    if (blocked && this.#state === 'open') this.#socket.pause();
    else this.#socket.resume();
    const between = this.#pending.length === 0 && !is('times-the-pause-between-frames');
    if (this.#state !== 'open' || blocked || between) this.#frameTimer.pause();
    else if (!is('no-frame-timeout')) this.#frameTimer.run();
    if (between) this.#frameTimer.stop();
    this.#watchIdle();
    const calm = this.#inFlight === 0 && !blocked;
    if (this.#state === 'refusing' && this.#inFlight === 0) this.#refuseLength();
    else if (calm && this.#stopping) this.#stopWhenRead();
    else if (calm && this.#inputEnded && !is('hangs-on-half-close')) this.#close();
  }

  /**
   * Reads what the kernel has received by now, for two turns of the loop, so that those
   * calls get an answer. Then closes.
   */
  #stopWhenRead(): void {
    if (this.#last === 'read') this.#close();
    if (this.#last !== 'unread') return;
    this.#last = 'reading';
    const end = (): void => {
      this.#last = 'read';
      this.#pump();
    };
    setImmediate(() => setImmediate(end));
  }

  /**
   * The next body, or undefined if none is complete. After a length over the limit no
   * frame is read any more.
   */
  #nextFrame(): Buffer | undefined {
    if (this.#pending.length < 4) return undefined;
    const length = is('big-endian') ? this.#pending.readUInt32BE() : this.#pending.readUInt32LE();
    const { maxFrameBytes } = this.#shared.limits;
    const over = is('limit-off-by-one') ? length >= maxFrameBytes : length > maxFrameBytes;
    if (over && !is('ignores-the-limit')) {
      this.#state = 'refusing';
      if (is('drops-calls-before-a-bad-length')) this.#refuseLength();
      return undefined;
    }
    const end = 4 + length;
    if (is('loses-a-lone-length') && this.#pending.length === 4 && length > 0)
      this.#pending = Buffer.alloc(0);
    if (this.#pending.length < end) return undefined;
    const body = this.#pending.subarray(4, end);
    this.#pending = this.#pending.subarray(end);
    if (is('forgets-split-length') && this.#pending.length < 4) this.#pending = Buffer.alloc(0);
    if (is('loses-the-start-of-a-frame') && !this.#hasFrame()) this.#pending = Buffer.alloc(0);
    this.#frameTimer.stop();
    return body;
  }

  #serve(body: Buffer): void {
    const refusing = this.#stopping && this.#readBeforeStop <= 0 && !is('serves-while-stopping');
    this.#readBeforeStop -= 4 + body.length;
    let value: Json;
    try {
      value = misreadRequest(decodeBody(body, this.#shared.limits.maxDepth));
    } catch (error) {
      this.#queue.reserve()(errorResponse(RpcError.from(error), undefined));
      if (is('closes-on-invalid-argument')) this.#close();
      return;
    }
    const inOrder = idOf(value) === undefined && !is('answers-when-ready');
    const fill = inOrder ? this.#queue.reserve() : this.#writeIfAny;
    if (refusing) {
      const error = new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
      const answersAll = is('answers-one-way-calls-at-stop');
      fill(answersAll ? errorResponse(error, idOf(value)) : refuse(value, error));
      return;
    }
    if (this.#inFlight >= this.#shared.limits.maxInFlight) {
      fill(refuse(value, new RpcError('RESOURCE_EXHAUSTED', 'too many calls in flight')));
      return;
    }
    this.#call(value, fill);
  }

  #call(value: Json, fill: (answer: Response | undefined) => void): void {
    const { service, keys } = this.#shared;
    let answer = answerTo(service, keys, value);
    if (answer === undefined && is('answers-one-way-errors') && isOneway(value)) {
      const again = Object.entries(value as object).filter(([name]) => name !== 'oneway');
      const second = answerTo(service, keys, Object.fromEntries(again));
      if (!(second instanceof Promise) && second?.out === 'error') answer = second;
    }
    if (!(answer instanceof Promise)) {
      fill(answer);
      return;
    }
    this.#inFlight++;
    void answer.then((late) => {
      this.#inFlight--;
      fill(late);
      this.#pump();
    });
  }

  readonly #writeIfAny = (answer: Response | undefined): void => {
    if (answer !== undefined) this.#write(answer);
  };

  #write(answer: Response): void {
    this.#writer.write(answer, this.#hasFrame());
  }

  #hasFrame(): boolean {
    return this.#pending.length >= 4 && this.#pending.length >= 4 + this.#pending.readUInt32LE();
  }

  #refuseLength(): void {
    const { maxFrameBytes } = this.#shared.limits;
    const message = `a frame's length exceeds maxFrameBytes ${maxFrameBytes}`;
    this.#write(errorResponse(new RpcError('RESOURCE_EXHAUSTED', message), undefined));
    this.#close();
  }

  /** Whether the sending side is shut down while the client has not closed yet. */
  get lingers(): boolean {
    return this.#state === 'closing';
  }

  /** Shuts down the sending side, reads and discards for lingerMs, then closes (11). */
  #close(): void {
    if (this.#state === 'closing') return;
    this.#state = 'closing';
    this.#pending = Buffer.alloc(0);
    const { lingerMs } = this.#shared.limits;
    if (is('resets-instead-of-lingering') || (is('resets-at-stop') && this.#stopping)) {
      this.#socket.pause();
      this.#socket.write('', () => this.#socket.destroy());
      return;
    }
    this.#socket.end();
    if (is('waits-instead-of-reading')) this.#socket.pause();
    else this.#socket.resume();
    if (!is('lingers-for-ever')) {
      const timer = setTimeout(() => this.#socket.destroy(), lingerMs);
      this.#socket.once('close', () => clearTimeout(timer));
    }
  }

  #watchIdle(): void {
    const { idleTimeoutMs: asked } = this.#shared.limits;
    const idleTimeoutMs = asked === 0 && this.#endsWhenIdle ? IDLE_MS : asked;
    if (is('idle-since-it-connected') && this.#idleTimer !== undefined) return;
    clearTimeout(this.#idleTimer);
    if (idleTimeoutMs === 0 || this.#state !== 'open' || is('no-idle-timeout')) return;
    this.#idleTimer = setTimeout(() => {
      const waiting = this.#pending.length + this.#socket.writableLength;
      if (this.#inFlight > 0 || waiting > 0) this.#watchIdle();
      else this.#close();
    }, idleTimeoutMs);
  }

  /** Of a mutant, for a client that has sent nothing. */
  get #endsWhenIdle(): boolean {
    return is('idle-timeout-by-default') && this.#socket.bytesRead === 0;
  }

  #forget(): void {
    this.#state = 'closing';
    this.#frameTimer.stop();
    clearTimeout(this.#idleTimer);
  }
}
