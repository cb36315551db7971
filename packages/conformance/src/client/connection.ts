// One TCP connection of a case, at the level of bytes: it sends what it is told, valid or
// not, and splits what the server sends into frames. Every wait is bounded, in machine
// time.

import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { FrameBuffer, machineClock } from '@bytes-up/testkit';
import { shortHex } from './bytes';
import { CaseFailure, fail } from './failure';
import type { Transcript } from './transcript';

/** How the server's side of the connection ended. */
export type Ending = 'end' | 'reset';

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** `#1`, the name of this connection in the transcript. */
  readonly name: string;
  readonly transcript: Transcript;
  /** How long to wait for something that must come, in milliseconds. */
  readonly patienceMs: number;
  /** A longer frame is not an answer: its length is reported at once. */
  readonly maxAnswerBytes: number;
}

export class Connection {
  readonly #options: ConnectOptions;
  readonly #socket: Socket;
  readonly #localPort: number;
  readonly #received = new FrameBuffer();
  #ending: Ending | undefined;
  #gone = false;
  #wake: (() => void) | undefined;
  /** Bytes received from the server so far. */
  receivedBytes = 0;

  private constructor(options: ConnectOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    this.#localPort = socket.localPort ?? 0;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('end', () => this.#onEnding('end'));
    socket.on('error', (error) => {
      this.note(error.message);
      this.#onEnding('reset');
    });
    socket.on('close', () => {
      this.#gone = true;
      this.#onEnding('reset');
      this.#wake?.();
    });
  }

  /** @throws CaseFailure when the server does not take the connection. */
  static open(options: ConnectOptions): Promise<Connection> {
    const { host, port, name, transcript, patienceMs } = options;
    return new Promise((resolve, reject) => {
      const socket = connectSocket({ host, port, allowHalfOpen: true });
      const refuse = (came: string): void => {
        transcript.note(name, came);
        socket.destroy();
        reject(new CaseFailure({ expected: 'a connection to the server', came }));
      };
      const late = (): void => refuse(`no connection in ${patienceMs} ms`);
      const timer = machineClock.after(patienceMs, late);
      const onError = (error: Error): void => {
        timer.cancel();
        refuse(`connecting failed: ${error.message}`);
      };
      socket.once('error', onError);
      socket.once('connect', () => {
        timer.cancel();
        socket.off('error', onError);
        transcript.note(name, `connected from port ${socket.localPort}`);
        resolve(new Connection(options, socket));
      });
    });
  }

  /** The port of this end. */
  get localPort(): number {
    return this.#localPort;
  }

  /** How the server ended its side, or undefined while it has not. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  note(text: string): void {
    this.#options.transcript.note(this.#options.name, text);
  }

  /**
   * Hands bytes to the kernel, or to Node's buffer where the kernel takes no more. Never
   * waits.
   */
  send(...pieces: readonly Uint8Array[]): void {
    for (const bytes of pieces) {
      this.#options.transcript.bytes(this.#options.name, '→', bytes);
      if (this.#socket.writable) this.#socket.write(bytes);
    }
  }

  /**
   * Sends, and waits until the kernel has all of it. False when it did not within the
   * given time.
   */
  async sendAll(bytes: Uint8Array, withinMs = this.#options.patienceMs): Promise<boolean> {
    this.#options.transcript.bytes(this.#options.name, '→', bytes);
    if (!this.#socket.writable) return false;
    return new Promise((resolve) => {
      const timer = machineClock.after(withinMs, () => resolve(false));
      this.#socket.write(bytes, (error) => {
        timer.cancel();
        resolve(error === undefined || error === null);
      });
    });
  }

  /** Shuts down the sending side: the server reads the end of the stream. */
  halfClose(): void {
    this.note('sending side shut down');
    this.#socket.end();
  }

  /** Ends the connection with a reset. */
  reset(): void {
    this.note('reset sent');
    this.#socket.resetAndDestroy();
  }

  /** Ends the connection at once. Never fails. */
  destroy(): void {
    this.#socket.destroy();
  }

  /**
   * Stops reading: what the server sends stays in the kernel's buffers, until these are
   * full.
   */
  pause(): void {
    this.note('reading paused');
    this.#socket.pause();
  }

  resume(): void {
    this.note('reading goes on');
    this.#socket.resume();
  }

  // #region frame
  /**
   * The body of the next frame.
   * @throws CaseFailure when the connection ends before it, when nothing comes, or when
   *   the length is absurd.
   */
  async frame(expected = 'an answer', withinMs?: number): Promise<Buffer> {
    await this.#until(() => this.#received.announced() !== undefined, expected, withinMs);
    const length = this.#received.announced() ?? 0;
    if (length > this.#options.maxAnswerBytes) {
      fail(expected, `the bytes ${this.#shown()} announce a frame of ${length} bytes`);
    }
    await this.#until(() => this.#received.hasFrame(), `${expected} of ${length} bytes`);
    return this.#received.takeFrame();
  }
  // #endregion frame

  /** True when a whole frame is waiting, without waiting for one. */
  hasFrame(): boolean {
    return this.#received.hasFrame();
  }

  /** Waits until at least so many bytes are here that no frame was taken from. */
  async someBytes(count = 1): Promise<void> {
    await this.#until(() => this.#received.length >= count, 'the first bytes of an answer');
  }

  /**
   * Waits for the server's end of stream, with nothing before it.
   * @throws CaseFailure otherwise.
   */
  async end(withinMs = this.#options.patienceMs): Promise<void> {
    const expected = 'the end of the stream';
    await this.#until(
      () => this.#ending !== undefined || this.#received.length > 0,
      expected,
      withinMs,
    );
    if (this.#received.length > 0)
      fail(expected, `${this.#received.length} more bytes came: ${this.#shown()}`);
    if (this.#ending === 'reset') fail(expected, 'the connection was reset');
  }

  /**
   * Waits until the server has ended the connection in either way; bytes that come before
   * are thrown away.
   */
  async ended(withinMs = this.#options.patienceMs): Promise<Ending> {
    const expected = 'the end of the connection';
    await this.#until(() => this.#discard() || this.#ending !== undefined, expected, withinMs);
    return this.#ending ?? 'end';
  }

  /**
   * True once both directions are over: after a reset, or after this side was closed too.
   */
  async gone(withinMs: number): Promise<boolean> {
    return this.#wait(() => this.#discard() || this.#gone, withinMs);
  }

  /**
   * Proves that the server sends nothing and closes nothing for a time, by the clock.
   * @throws CaseFailure otherwise.
   */
  async silence(ms: number): Promise<void> {
    const expected = `silence for ${ms} ms`;
    await delay(ms);
    if (this.#ending === undefined && this.#received.length === 0) return;
    if (this.#received.length > 0)
      fail(expected, `${this.#received.length} bytes came: ${this.#shown()}`);
    fail(expected, `the connection ended (${this.#ending})`);
  }

  async #until(done: () => boolean, expected: string, withinMs?: number): Promise<void> {
    const ms = withinMs ?? this.#options.patienceMs;
    const ok = await this.#wait(() => done() || this.#ending !== undefined, ms);
    if (done()) return;
    const part =
      this.#received.length > 0
        ? ` after ${this.#received.length} bytes of it: ${this.#shown()}`
        : '';
    if (!ok) fail(expected, `nothing came for ${ms} ms${part}`);
    fail(
      expected,
      `the server ${this.#ending === 'reset' ? 'reset' : 'closed'} the connection${part}`,
    );
  }

  /**
   * Resolves with true once the condition holds; with false when no byte came for that
   * long.
   */
  async #wait(condition: () => boolean, ms: number): Promise<boolean> {
    while (!condition()) {
      const woken = await new Promise<boolean>((resolve) => {
        const timer = machineClock.after(ms, () => resolve(false));
        this.#wake = () => {
          timer.cancel();
          resolve(true);
        };
      });
      if (!woken) return condition();
    }
    return true;
  }

  #onData(chunk: Buffer): void {
    this.#options.transcript.bytes(this.#options.name, '←', chunk);
    this.#received.push(chunk);
    this.receivedBytes += chunk.length;
    this.#wake?.();
  }

  #onEnding(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.note(ending === 'end' ? 'the server ended the stream' : 'the connection is gone');
    this.#wake?.();
  }

  #shown(): string {
    return shortHex(this.#received.peek(this.#received.length), 24);
  }

  #discard(): false {
    this.#received.clear();
    return false;
  }
}
