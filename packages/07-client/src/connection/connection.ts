// One connection of the client (chapter 07): many calls at once, told apart by their ids, or one after the other without ids.

import type { Socket } from 'node:net';
import { decodeBody, FrameDecoder, LENGTH_BYTES } from '@bytes-up/codec';
import { DEFAULT_LIMITS, readRequestId } from '@bytes-up/protocol';
import type { Address, Request, Response, RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';
import { checkNumbers } from '../check-numbers';
import { CONNECTION_DEFAULTS, type ConnectionOptions } from './connection-options';
import { checkTimeout, timerMs, whenGivenUp, type Patience } from '../call/wait';
import { startHeartbeat } from './heartbeat';
import { InFlight, type Entry, type Meter } from './in-flight';
import { frameOf, readResponse, sayable, unsent, type Sent } from './messages';
import { openSocket } from './open-socket';

/** What a call is, without what the connection adds: its id and what remains of its time. */
export interface Outgoing extends Pick<Request, 'in' | 'params'> {
  readonly idempotency_key?: string | undefined;
}

/** How long the caller waits: for ever, if nothing is said. It is sent along. */
export interface AttemptOptions extends Patience {
  /** While no connection can be made, wait for one, and do not fail at once. */
  readonly waitForReady?: boolean | undefined;
  readonly meter?: Meter | undefined;
}

type Unsent = { readonly frame: Buffer; readonly entry: Entry | undefined }[];

export class Connection {
  readonly #socket: Socket;
  readonly #options: Required<ConnectionOptions>;
  readonly #calls = new InFlight();
  /** Frames of this tick. A one-way call has no entry. */
  #unsent: Unsent = [];
  #unsentBytes = 0;
  /** Writes that hold a one-way call and have not reached the kernel. */
  #oneWayWrites = 0;
  /** Why no call can be made any more: it is closing, or it is gone. */
  #closing: AttemptFailed | undefined;
  #lost: AttemptFailed | undefined;
  /** Its sending side is closed, or about to be. */
  #isEnding = false;
  #onDone: () => void = () => undefined;
  /** Nothing of it is waited for any more. */
  readonly #done = new Promise<void>((resolve) => (this.#onDone = resolve));
  readonly #stopHeartbeat: () => void;
  /** Called once, when no further call can be made. */
  onLost: (why: AttemptFailed) => void = () => undefined;
  bytesOut = 0;
  bytesIn = 0;

  private constructor(
    socket: Socket,
    options: Required<ConnectionOptions>,
    private readonly decoder: FrameDecoder,
  ) {
    this.#socket = socket;
    this.#options = options;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#end(error.code ?? error.message, error),
    );
    socket.on('end', () => this.#end('the server has ended the connection'));
    socket.on('close', () => this.#end('the connection was closed'));
    this.#stopHeartbeat = this.#startHeartbeat(options.heartbeatMs);
  }

  #startHeartbeat(everyMs: number): () => void {
    if (everyMs === 0) return nothing;
    const stopped = new AbortController(); // its ping is awaited by nobody else
    const options = { timeoutMs: everyMs, signal: stopped.signal };
    const stop = startHeartbeat(everyMs, {
      bytesRead: () => this.bytesIn,
      ping: () => {
        if (this.#refusal() !== undefined) return false;
        this.call({ in: 'ping', params: null }, options).catch(nothing);
        return true;
      },
      giveUp: () => this.#end(`no sign of life within ${everyMs} ms`),
    });
    return () => {
      stop();
      stopped.abort();
    };
  }

  /** @throws AttemptFailed: not a byte of any call has left */
  static async open(
    address: Address,
    options: ConnectionOptions = {},
    signal?: AbortSignal,
  ): Promise<Connection> {
    const all = { ...CONNECTION_DEFAULTS, ...options };
    checkNumbers(all);
    const decoder = new FrameDecoder(all); // throws for a wrong size, while there is no socket
    const socket = await openSocket(address, { timeoutMs: all.connectTimeoutMs, signal });
    return new Connection(socket, all, decoder);
  }

  get inFlight(): number {
    return this.#calls.size;
  }

  /** Answers that came to nobody: too late, twice, or with an id that was never sent. */
  get droppedAnswers(): number {
    return this.#calls.dropped;
  }

  /** True when no call can be made any more. */
  get isLost(): boolean {
    return (this.#lost ?? this.#closing) !== undefined;
  }

  // #region call
  /** Sends a request. @returns its answer, also when that is an error @throws AttemptFailed when none came */
  async call(
    { in: method, params, idempotency_key }: Outgoing,
    options: AttemptOptions = {},
  ): Promise<Response> {
    const { timeoutMs = Infinity, signal, meter } = options;
    this.#checkRoom();
    checkTimeout(timeoutMs);
    if (signal?.aborted === true) throw unsent('CANCELLED', 'the caller has given up');
    if (timeoutMs <= 0) throw unsent('DEADLINE_EXCEEDED', 'the time was up before the call');
    const id = this.#calls.nextId();
    const frame = this.#frameOf({
      in: method,
      params,
      id: this.#options.matching === 'by id' ? id : undefined,
      timeout_ms: sayable(timeoutMs),
      idempotency_key,
    });
    return new Promise<Response>((resolve, reject) => {
      const release = whenGivenUp(options, 'answer', (code, why, cause) =>
        this.#giveUp(id, entry, code, why, cause),
      );
      const entry: Entry = { resolve, reject, isSent: false, isOver: false, meter, release };
      this.#calls.add(id, entry);
      this.#send(frame, entry);
    });
  }

  /** Sends a request that is never answered. @throws AttemptFailed when it cannot be sent */
  notify({ in: method, params }: Outgoing): void {
    this.#checkRoom();
    this.#send(this.#frameOf({ in: method, params, oneway: true }), undefined);
  }

  /** The caller waits no longer. A call that was not sent yet is not sent at all. */
  #giveUp(id: number, entry: Entry, code: RpcErrorCode, why: string, cause: unknown): void {
    const stage = entry.isSent ? 'waiting' : 'connecting';
    const answerHasNoId = this.#options.matching === 'in order' && entry.isSent;
    this.#calls.abandon(id, new AttemptFailed(stage, code, why, cause), answerHasNoId);
    this.#endIfDone();
  }
  // #endregion call

  #frameOf(request: Sent): Buffer {
    return frameOf(request, this.#options.maxFrameBytes);
  }

  // #region send
  /** Everything that is called in one tick leaves in one write. */
  #send(frame: Buffer, entry: Entry | undefined): void {
    if (this.#unsent.length === 0) process.nextTick(() => this.#flush());
    this.#unsent.push({ frame, entry });
    this.#unsentBytes += frame.length;
  }

  #flush(): void {
    const due = this.#unsent.filter(({ entry }) => entry?.isOver !== true); // given up within the tick: never sent
    this.#unsent = [];
    this.#unsentBytes = 0;
    if (this.#lost === undefined && due.length > 0) this.#write(due);
    this.#endIfDone();
  }

  #write(due: Unsent): void {
    let hasOneWay = false;
    for (const { entry, frame } of due) {
      hasOneWay ||= entry === undefined;
      if (entry === undefined) continue;
      entry.isSent = true;
      if (entry.meter !== undefined) entry.meter.bytesOut += frame.length;
    }
    const bytes = Buffer.concat(due.map(({ frame }) => frame));
    this.bytesOut += bytes.length;
    if (hasOneWay) this.#oneWayWrites++;
    this.#socket.write(bytes, () => {
      if (hasOneWay) this.#oneWayWrites--;
    });
  }
  // #endregion send

  // #region read
  #read(chunk: Buffer): void {
    this.bytesIn += chunk.length;
    this.decoder.push(chunk);
    try {
      for (let body = this.decoder.next(); body !== undefined; body = this.decoder.next()) {
        this.#take(decodeBody(body, DEFAULT_LIMITS), LENGTH_BYTES + body.length);
      }
      this.#endIfDone();
    } catch (error) {
      this.#end(`the answer cannot be read: ${(error as Error).message}`, error);
    }
  }

  /**
   * An answer that breaks the protocol fails its call, or the connection when nothing
   * says whose it is.
   */
  #take(body: unknown, bytes: number): void {
    const response = readResponse(body);
    if (this.#options.matching === 'in order') {
      if (!this.#calls.answeredInOrder(response, bytes)) this.#end('an answer came to no call');
      return;
    }
    const id = readRequestId(body);
    if (id !== undefined) this.#calls.answered(id, response, bytes);
    else this.#end(`response without an id: ${JSON.stringify(body).slice(0, 200)}`);
  }
  // #endregion read

  // #region close
  /**
   * Lets the calls in flight end, and then the connection. It waits for no answer that
   * nobody awaits, nor for the server's end.
   * @param withinMs after that the connection is ended anyhow
   */
  async close(withinMs = 5_000): Promise<void> {
    this.#closing ??= new AttemptFailed('connecting', 'CANCELLED', 'the client was closed');
    this.#stopHeartbeat();
    process.nextTick(() => this.#endIfDone()); // one-way calls of this tick leave first
    const destroy = (): void => this.destroy();
    const timer = setTimeout(() => setImmediate(destroy), timerMs(withinMs)); // answers that came are read
    await this.#done;
    clearTimeout(timer);
  }

  #endIfDone(): void {
    if (this.#closing === undefined || this.#isEnding) return;
    if (this.#calls.awaited > 0 || this.#unsent.length > 0) return;
    this.#isEnding = true;
    const mustLeave = this.#oneWayWrites > 0 || this.#socket.writableLength === 0;
    if (mustLeave) this.#socket.end(() => this.#linger());
    else this.destroy(); // what has not left was given up
  }

  /**
   * Everything has left. A socket that is closed while answers are still coming resets
   * the connection, and a reset may destroy a one-way call on its way. So it goes on
   * reading for a while, which keeps neither the caller nor its process waiting.
   */
  #linger(): void {
    if (this.#lost !== undefined) return;
    this.#onDone();
    this.#socket.unref();
    const timer = setTimeout(() => this.destroy(), DEFAULT_LIMITS.lingerMs).unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }
  // #endregion close

  /** Ends the connection and every call on it now. */
  destroy(why = 'the client was closed'): void {
    this.#end(why);
  }

  /** @throws AttemptFailed when no call can be made, or none for now */
  #checkRoom(): void {
    const refusal = this.#refusal();
    if (refusal !== undefined) throw refusal;
  }

  #refusal(): AttemptFailed | undefined {
    const { maxInFlight, maxUnsentBytes } = this.#options;
    const gone = this.#lost ?? this.#closing;
    if (gone !== undefined) return gone;
    if (this.#calls.size >= maxInFlight)
      return unsent('RESOURCE_EXHAUSTED', `${maxInFlight} calls are in flight`);
    const waiting = this.#unsentBytes + this.#socket.writableLength;
    return waiting >= maxUnsentBytes
      ? unsent('RESOURCE_EXHAUSTED', `${waiting} bytes wait to be sent`)
      : undefined;
  }

  #end(why: string, cause?: unknown): void {
    if (this.#lost !== undefined) return;
    const errorFor = (isSent: boolean): AttemptFailed =>
      new AttemptFailed(isSent ? 'waiting' : 'connecting', 'UNAVAILABLE', why, cause);
    this.#lost = errorFor(false);
    this.#stopHeartbeat();
    this.#socket.destroy();
    this.#calls.endAll(errorFor);
    this.#onDone();
    this.onLost(this.#lost);
  }
}

const nothing = (): void => undefined;
