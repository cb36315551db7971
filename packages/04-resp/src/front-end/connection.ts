// One client of the RESP front end (chapter 04). Its commands are answered in order, and
// other clients get their turns in between.

import type { Socket } from 'node:net';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ServeContext } from '@bytes-up/server-kit';
import { Alarm } from './alarm';
import { answerCommand, encodeReply } from './commands';
import { RespDecoder } from '../decoder';
import type { HeldBytes } from './held-bytes';
import { failed, type Session } from './session';
import type { RespValue } from '../value';

/** How long the commands of one client may block the loop, in milliseconds. */
const TURN_MS = 10;
/** So many bytes of replies are written at once. */
const FLUSH_BYTES = 64 * 1024;

export class FrontEndConnection {
  readonly #name: string;
  #decoder: RespDecoder;
  readonly #session: Session;
  /**
   * One for an incomplete command, one for an idle connection, one for unread replies.
   */
  readonly #commandAlarm: Alarm;
  readonly #idleAlarm: Alarm;
  readonly #writeAlarm: Alarm;
  /** Replies that were not written yet. */
  #ready: Buffer[] = [];
  #readyBytes = 0;
  #flushDue = false;
  /** The bytes that the client had not read when the alarm was set. */
  #untaken = 0;
  #busy = false;
  #ending = false;
  #closing = false;

  constructor(
    private readonly socket: Socket,
    id: number,
    private readonly context: ServeContext,
    private readonly held: HeldBytes<FrontEndConnection>,
  ) {
    const { log, limits } = context;
    const { frameTimeoutMs, idleTimeoutMs, writeTimeoutMs } = limits;
    this.#name = `${context.who}connection ${id} ${socket.remoteAddress}:${socket.remotePort}`;
    this.#session = { version: 2, id, name: '', quits: false };
    this.#decoder = this.#newDecoder();
    this.#commandAlarm = new Alarm(frameTimeoutMs, () => this.#refuse('command timeout'));
    this.#idleAlarm = new Alarm(idleTimeoutMs, () => this.#close());
    this.#writeAlarm = new Alarm(writeTimeoutMs, () => this.#checkTaken());
    log(`${this.#name} opened`);
    socket.on('error', () => undefined); // a reset; 'close' follows
    socket.on('close', () => {
      this.held.forget(this);
      for (const alarm of [this.#commandAlarm, this.#idleAlarm, this.#writeAlarm]) alarm.stop();
      log(`${this.#name} closed`);
    });
    socket.on('end', () => this.stop());
    socket.on('data', (chunk) => this.#read(chunk));
    this.#idleAlarm.start();
  }

  #newDecoder(): RespDecoder {
    const { maxFrameBytes } = this.context.limits;
    return new RespDecoder({
      inline: true,
      maxBulkBytes: maxFrameBytes,
      maxValueBytes: maxFrameBytes,
    });
  }

  /** Answers what it has read, and closes. */
  stop(): void {
    this.#ending = true;
    if (!this.#busy) this.#close();
  }

  cut(): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#closing) return; // data after the end is discarded
    this.#idleAlarm.stop();
    this.#decoder.push(chunk);
    void this.#serve();
  }

  // #region serve
  /** Runs all complete commands, one after the other. */
  async #serve(): Promise<void> {
    if (this.#busy) return; // the running loop handles the new bytes too
    this.#busy = true;
    let endsAtMs = performance.now() + TURN_MS;
    for (let command = this.#next(); command !== undefined; command = this.#next()) {
      const answer = answerCommand(command, this.#session, this.context.service);
      this.#collect(answer instanceof Promise ? await this.#late(answer) : answer);
      if (this.#session.quits) this.#ending = true;
      if (this.#readyBytes >= FLUSH_BYTES) await this.#flushed();
      if (performance.now() < endsAtMs) continue;
      this.#flush();
      this.socket.pause(); // a client that floods has to wait
      await turnOfTheLoop(); // so that other clients are served
      endsAtMs = performance.now() + TURN_MS;
    }
    const isDrained = this.#flushed();
    if (isDrained !== undefined) await isDrained;
    this.#busy = false;
    if (this.#ending) this.#close();
    else this.#listen();
  }
  // #endregion serve

  /** The replies that are ready leave before that of a command that is slow. */
  #late(answer: Promise<RespValue | undefined>): Promise<RespValue | undefined> {
    this.socket.pause();
    this.#flushSoon();
    return answer;
  }

  /** Waits for the rest of a command, or for a new one. */
  #listen(): void {
    if (this.#decoder.isEmpty) this.#idleAlarm.start();
    else this.#commandAlarm.start();
    this.#count();
    this.socket.resume();
  }

  // #region held
  /** Records this connection's memory: an incomplete command, and unread replies. */
  #count(): void {
    if (this.socket.destroyed) return this.held.forget(this);
    this.held.set(
      this,
      this.#decoder.bufferedBytes + this.#readyBytes + this.socket.writableLength,
    );
  }

  /** All connections together are over the limit, and this one holds the most. */
  evict(heldBytes: number): void {
    this.context.log(`${this.#name} evicted: holds ${heldBytes} bytes, the most of all`);
    const isReading = this.socket.writableLength === 0;
    if (this.#busy || !isReading) return this.cut();
    this.#decoder = this.#newDecoder();
    this.#refuse('all clients together hold too much, and this one the most');
  }
  // #endregion held

  /** The next command; undefined when there is none. */
  #next(): RespValue | undefined {
    if (this.#session.quits || this.#closing || this.socket.destroyed) return undefined;
    try {
      const command = this.#decoder.next();
      if (command !== undefined || this.#decoder.isEmpty) this.#commandAlarm.stop();
      return command;
    } catch (error) {
      this.#collect(failed(`ERR Protocol error: ${(error as Error).message}`));
      this.#session.quits = this.#ending = true; // the boundary is lost
      return undefined;
    }
  }

  // #region answers
  #collect(answer: RespValue | undefined): void {
    if (answer === undefined) return;
    const bytes = encodeReply(answer);
    this.#ready.push(bytes);
    this.#readyBytes += bytes.length;
  }

  /** Replies of one turn leave in one write. */
  #flushSoon(): void {
    this.#count();
    if (this.#flushDue || this.#readyBytes === 0) return;
    this.#flushDue = true;
    setImmediate(() => {
      this.#flushDue = false;
      this.#flush();
    });
  }

  /** @returns false when the client does not read; then 'drain' follows */
  #flush(): boolean {
    if (this.#readyBytes > 0) this.socket.write(Buffer.concat(this.#ready, this.#readyBytes));
    this.#ready = [];
    this.#readyBytes = 0;
    return !this.socket.writableNeedDrain;
  }

  /** Runs no further command until the client has read the replies. */
  #flushed(): Promise<void> | undefined {
    return this.#flush() || this.socket.destroyed ? undefined : this.#drained();
  }

  async #drained(): Promise<void> {
    this.socket.pause();
    this.#count();
    this.#untaken = this.socket.writableLength;
    this.#writeAlarm.start();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.socket.off('drain', done).off('close', done);
        resolve();
      };
      this.socket.once('drain', done).once('close', done);
    });
    this.#writeAlarm.stop();
    this.#count();
  }
  // #endregion answers

  /**
   * Closes the connection if the client has read nothing since. Otherwise it waits on.
   */
  #checkTaken(): void {
    if (this.socket.writableLength >= this.#untaken) this.cut();
    this.#untaken = this.socket.writableLength;
    this.#writeAlarm.stop();
    this.#writeAlarm.start();
  }

  #refuse(why: string): void {
    this.#collect(failed(`ERR ${why}`));
    this.#flushSoon();
    this.stop();
  }

  /** Closes its side, and waits for the client to close, up to the linger timeout. */
  #close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#idleAlarm.stop();
    this.#commandAlarm.stop();
    this.#flush();
    this.socket.end();
    this.socket.resume();
    const cut = (): void => this.cut();
    const { lingerMs } = this.context.limits;
    const timer = setTimeout(() => setImmediate(cut), lingerMs); // after the reads
    this.socket.once('close', () => clearTimeout(timer));
  }
}
