// One TCP connection of a case, at the level of bytes: it sends any bytes, valid or not,
// and splits what the server sends into frames. Every wait is bounded, in machine time.

import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { FrameBuffer, machineClock, readProc, reset, tcpSockets } from '@bytes-up/testkit';
import { shortHex } from './bytes';
import { CaseFailure, fail, type Words, wordsOf } from './failure';
import type { Transcript } from './transcript';

/**
 * With more unread bytes than this it stops reading, so that a server that never stops
 * sending does not fill the memory. No case leaves as many answers unread.
 */
const MAX_UNREAD_BYTES = 256 * 1024 * 1024;

/** How the server ended the connection. */
export type Ending = 'end' | 'reset';

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** `#1`, the name of this connection in the transcript. */
  readonly name: string;
  readonly transcript: Transcript;
  /** How long to wait for an answer or another event, in milliseconds. */
  readonly patienceMs: number;
  /** A longer frame cannot be an answer, so its length is reported at once. */
  readonly maxAnswerBytes: number;
  /** Default: MAX_UNREAD_BYTES. */
  readonly maxUnreadBytes?: number;
}

export class Connection {
  readonly #options: ConnectOptions;
  readonly #socket: Socket;
  readonly #localPort: number;
  readonly #received = new FrameBuffer();
  #ending: Ending | undefined;
  #gone = false;
  /** It reads no further: too much is unread. */
  #isFull = false;
  #wake: (() => void) | undefined;
  #sentBytes = 0;
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

  /** @throws CaseFailure when the server does not accept the connection. */
  static open(options: ConnectOptions): Promise<Connection> {
    const { host, port, name, transcript, patienceMs } = options;
    return new Promise((resolve, reject) => {
      const socket = connectSocket({ host, port, allowHalfOpen: true });
      const refuse = (got: string): void => {
        transcript.note(name, got);
        socket.destroy();
        reject(new CaseFailure({ expected: 'a connection to the server', got }));
      };
      const late = (): void => refuse(`no connection after ${patienceMs} ms`);
      const timer = machineClock.after(patienceMs, late);
      const onError = (error: Error): void => {
        timer.cancel();
        refuse(error.message);
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

  /** The client's port. */
  get localPort(): number {
    return this.#localPort;
  }

  /** How the server ended the connection; undefined while it is open. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  note(text: string): void {
    this.#options.transcript.note(this.#options.name, text);
  }

  /**
   * Passes bytes to the kernel, or to Node's buffer if the kernel's is full. Never waits.
   */
  send(...pieces: readonly Uint8Array[]): void {
    for (const bytes of pieces) {
      this.#options.transcript.bytes(this.#options.name, '→', bytes);
      this.#sentBytes += bytes.length;
      if (this.#socket.writable) this.#socket.write(bytes);
    }
  }

  /**
   * Sends, and waits until the kernel has accepted all of it.
   * @returns false on a timeout or an error
   */
  async sendAll(bytes: Uint8Array, withinMs = this.#options.patienceMs): Promise<boolean> {
    this.#options.transcript.bytes(this.#options.name, '→', bytes);
    this.#sentBytes += bytes.length;
    if (!this.#socket.writable) return false;
    return new Promise((resolve) => {
      const timer = machineClock.after(withinMs, () => resolve(false));
      this.#socket.write(bytes, (error) => {
        timer.cancel();
        resolve(error === undefined || error === null);
      });
    });
  }

  /** Bytes sent to the server so far, including those that Node still holds. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /**
   * What the kernel's queues say about the server. Exact only while no bytes are moving.
   * Linux only.
   * @returns bytesRead: how many of our bytes its process has read at least; bytesToSend:
   *   how many of its own the kernel could not yet pass on; undefined if the kernel does
   *   not show both ends
   */
  serverSide(): { readonly bytesRead: number; readonly bytesToSend: number } | undefined {
    // A server that listens on an IPv6 address is in the other table, also for IPv4.
    const sockets = ['tcp', 'tcp6'].flatMap((name) => tcpSockets(readProc(`/proc/net/${name}`)));
    const [near, far] = [this.#localPort, this.#options.port];
    const ours = sockets.find(({ local, remote }) => local === near && remote === far);
    const theirs = sockets.find(({ local, remote }) => local === far && remote === near);
    if (ours === undefined || theirs === undefined) return undefined;
    const unread = this.#socket.writableLength + ours.unacknowledgedBytes + theirs.unreadBytes;
    return { bytesRead: this.#sentBytes - unread, bytesToSend: theirs.unacknowledgedBytes };
  }

  /** Shuts down the sending side, so the server reads the end of the stream. */
  halfClose(): void {
    this.note('sending side shut down');
    this.#socket.end();
  }

  /** Ends the connection with a reset, and sends no end of stream before it. */
  reset(): void {
    this.note('reset sent');
    reset(this.#socket);
  }

  /** Ends the connection at once. Never fails. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Stops reading, so that what the server sends fills the kernel's buffers. */
  pause(): void {
    this.note('reading paused');
    this.#socket.pause();
  }

  resume(): void {
    this.note('reading resumed');
    this.#socket.resume();
  }

  // #region frame
  /**
   * The body of the next frame.
   * @throws CaseFailure when the connection ends first, when nothing arrives in time, or
   *   when the length is too large for an answer.
   */
  async frame(expected: Words = 'an answer', withinMs?: number): Promise<Buffer> {
    await this.#until(() => this.#received.announced() !== undefined, expected, withinMs);
    const length = this.#received.announced() ?? 0;
    if (length > this.#options.maxAnswerBytes) {
      fail(wordsOf(expected), `a frame of ${length} bytes: ${this.#shown()}`);
    }
    const whole = (): string => `${wordsOf(expected)} of ${length} bytes`;
    await this.#until(() => this.#received.hasFrame(), whole);
    const body = this.#received.takeFrame();
    this.#readOn();
    return body;
  }
  // #endregion frame

  /** Reads on once less is unread. */
  #readOn(): void {
    const { maxUnreadBytes = MAX_UNREAD_BYTES } = this.#options;
    if (!this.#isFull || this.#received.length > maxUnreadBytes) return;
    this.#isFull = false;
    this.#socket.resume();
  }

  /** Whether a complete frame has arrived. Does not wait. */
  hasFrame(): boolean {
    return this.#received.hasFrame();
  }

  /**
   * Waits for a complete frame.
   * @returns false at the end, or when nothing arrives in time
   */
  async moreFrames(): Promise<boolean> {
    const ended = (): boolean => this.#ending !== undefined;
    await this.#wait(() => this.hasFrame() || ended(), this.#options.patienceMs);
    return this.hasFrame();
  }

  /** Waits until at least this many bytes have arrived and were not taken as frames. */
  async someBytes(count = 1): Promise<void> {
    await this.#until(() => this.#received.length >= count, 'the start of an answer');
  }

  /**
   * Waits for the server's end of stream. No byte may come before it.
   * @throws CaseFailure otherwise.
   */
  async end(withinMs = this.#options.patienceMs): Promise<void> {
    const expected = 'the end of the stream';
    await this.#until(
      () => this.#ending !== undefined || this.#received.length > 0,
      expected,
      withinMs,
    );
    // cut short: the bytes are the beginning of an answer
    if (this.#ending !== undefined && this.#received.length > 0 && !this.#received.hasFrame())
      fail('the rest of an answer', this.#endingText() + this.#part());
    if (this.#received.length > 0)
      fail(expected, `${this.#received.length} more bytes: ${this.#shown()}`);
    if (this.#ending === 'reset') fail(expected, 'a reset');
  }

  /**
   * Waits until the server has closed or reset the connection, and discards the bytes
   * before that.
   */
  async ended(withinMs = this.#options.patienceMs): Promise<Ending> {
    const expected = 'the end of the connection';
    await this.#until(() => this.#discard() || this.#ending !== undefined, expected, withinMs);
    return this.#ending ?? 'end';
  }

  /**
   * True once both directions are closed: after a reset, or when this side closed too.
   */
  async gone(withinMs: number): Promise<boolean> {
    return this.#wait(() => this.#discard() || this.#gone, withinMs);
  }

  /**
   * Checks that the server sends nothing and does not close for this time, by the clock.
   * @throws CaseFailure otherwise.
   */
  async silence(ms: number): Promise<void> {
    const expected = `an open connection and no bytes for ${ms} ms`;
    await delay(ms);
    if (this.#ending === undefined && this.#received.length === 0) return;
    if (this.#received.length > 0)
      fail(expected, `${this.#received.length} bytes: ${this.#shown()}`);
    fail(expected, this.#endingText());
  }

  async #until(done: () => boolean, expected: Words, withinMs?: number): Promise<void> {
    const ms = withinMs ?? this.#options.patienceMs;
    const ok = await this.#wait(() => done() || this.#ending !== undefined, ms);
    if (done()) return;
    const got = ok ? this.#endingText() : `nothing for ${ms} ms`;
    fail(wordsOf(expected), got + this.#part());
  }

  /** What has come of an answer that is not complete. */
  #part(): string {
    const { length } = this.#received;
    return length > 0 ? ` after ${length} bytes of it: ${this.#shown()}` : '';
  }

  #endingText(): string {
    return this.#ending === 'reset' ? 'a reset' : 'the end of the stream';
  }

  /** Resolves with true once the condition holds, or false after `ms` without a byte. */
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
    if (this.#received.length > (this.#options.maxUnreadBytes ?? MAX_UNREAD_BYTES)) {
      this.#isFull = true;
      this.#socket.pause();
    }
    this.#wake?.();
  }

  #onEnding(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.note(ending === 'end' ? 'end of stream from the server' : 'connection closed');
    this.#wake?.();
  }

  #shown(): string {
    return shortHex(this.#received.peek(this.#received.length), 24);
  }

  #discard(): false {
    this.#received.clear();
    this.#readOn();
    return false;
  }
}
