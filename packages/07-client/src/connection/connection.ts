// One connection of the client (chapter 07): many calls at once, matched to their
// responses by id, or in order when the server knows no ids.

import type { Socket } from 'node:net';
import { BodyReader, decodeReceived, FrameBatch, LENGTH_BYTES } from '@bytes-up/codec';
import { DEFAULT_LIMITS, readRequestId, type Address } from '@bytes-up/protocol';
import type { Request, Response } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';
import { checkConnectionOptions, type ConnectionOptions } from './connection-options';
import { checkCaller, timerMs, type WaitOptions } from '../call/wait';
import { startHeartbeat } from './heartbeat';
import { InFlight, type InFlightCall, type Meter } from './in-flight';
import { bodyOf, readResponse, unsent, wireTimeoutMs } from './messages';
import { openSocket } from './open-socket';

/** A call, without what the connection adds: its id and its remaining time. */
export interface Outgoing extends Pick<Request, 'in' | 'params'> {
  readonly idempotency_key?: string | undefined;
}

/**
 * How long the caller waits: forever by default. The timeout is sent with the request.
 */
export interface AttemptOptions extends WaitOptions {
  /** Wait until a connection can be opened instead of failing at once. */
  readonly waitForReady?: boolean | undefined;
  readonly meter?: Meter | undefined;
}

/** One-way calls are not in the table of calls. */
type Unsent = { readonly body: string; readonly call: InFlightCall | undefined }[];

export class Connection {
  readonly #socket: Socket;
  readonly #options: Required<ConnectionOptions>;
  readonly #calls: InFlight;
  /** Requests of this tick: they leave in one write. */
  #unsent: Unsent = [];
  #unsentBytes = 0;
  /** Writes with a one-way call that have not reached the kernel. */
  #oneWayWrites = 0;
  /** Why it takes no more calls: it is closing, or it is lost. */
  #closing: AttemptFailed | undefined;
  #lost: AttemptFailed | undefined;
  /** Its sending side is closed, or will be. */
  #isEnding = false;
  #onDone: () => void = () => undefined;
  /** Resolves when there is nothing left to wait for. */
  readonly #done = new Promise<void>((resolve) => (this.#onDone = resolve));
  readonly #stopHeartbeat: () => void;
  /** Called once, when the connection is lost. */
  onLost: (why: AttemptFailed) => void = () => undefined;
  bytesOut = 0;
  bytesIn = 0;

  private constructor(
    socket: Socket,
    options: Required<ConnectionOptions>,
    private readonly decoder: BodyReader,
  ) {
    this.#socket = socket;
    this.#options = options;
    this.#calls = new InFlight(options.matching, () => this.#finishClosing());
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#lose(error.code ?? error.message, error),
    );
    socket.on('end', () => this.#lose('connection closed by the server'));
    socket.on('close', () => this.#lose('connection closed'));
    this.#stopHeartbeat = this.#startHeartbeat(options.heartbeatMs);
  }

  #startHeartbeat(everyMs: number): () => void {
    if (everyMs === 0) return nothing;
    const stopped = new AbortController(); // cancels the ping, which has no other caller
    const options = { timeoutMs: everyMs, signal: stopped.signal };
    const stop = startHeartbeat(everyMs, {
      bytesRead: () => this.bytesIn,
      ping: () => {
        if (this.#calls.size >= this.#options.maxInFlight) return false;
        // Refused at maxUnsentBytes. Then what is unsent has to do instead of a ping.
        this.call({ in: 'ping', params: null }, options).catch(nothing);
        return true;
      },
      onTimeout: () => this.#lose(`heartbeat timeout after ${everyMs} ms`),
    });
    return () => {
      stop();
      stopped.abort();
    };
  }

  /** @throws AttemptFailed: no byte of any call was sent */
  static async open(
    address: Address,
    options: ConnectionOptions = {},
    signal?: AbortSignal,
  ): Promise<Connection> {
    const all = checkConnectionOptions(options);
    const socket = await openSocket(address, { timeoutMs: all.connectTimeoutMs, signal });
    return new Connection(socket, all, new BodyReader(all));
  }

  get inFlight(): number {
    return this.#calls.size;
  }

  /** Responses that no caller received: too late, twice, or with an unknown id. */
  get droppedAnswers(): number {
    return this.#calls.dropped;
  }

  /** True when it takes no more calls. */
  get isLost(): boolean {
    return (this.#lost ?? this.#closing) !== undefined;
  }

  // #region call
  /**
   * Sends a request.
   * @returns its response, which may be an error
   * @throws AttemptFailed when no response arrived
   */
  call(
    { in: method, params, idempotency_key }: Outgoing,
    { timeoutMs = Infinity, signal, meter }: AttemptOptions = {},
  ): Promise<Response> {
    // what is thrown in here rejects the promise
    return new Promise<Response>((resolve, reject) => {
      this.#checkRoom();
      checkCaller({ timeoutMs, signal });
      const id = this.#calls.nextId();
      const request = {
        in: method,
        params,
        id: this.#options.matching === 'by id' ? id : undefined,
        timeout_ms: wireTimeoutMs(timeoutMs),
        idempotency_key,
      };
      const body = bodyOf(request, this.#options.maxFrameBytes);
      this.#send(body, this.#calls.insert(id, { timeoutMs, signal, meter, resolve, reject }));
    });
  }

  /**
   * Sends a request that gets no response.
   * @throws AttemptFailed when it cannot be sent
   */
  notify({ in: method, params }: Outgoing, caller: WaitOptions = {}): void {
    this.#checkRoom();
    checkCaller(caller);
    const request = { in: method, params, oneway: true } as const;
    this.#send(bodyOf(request, this.#options.maxFrameBytes), undefined);
  }
  // #endregion call

  // #region send
  /** All calls of one tick leave in one write. */
  #send(body: string, call: InFlightCall | undefined): void {
    if (this.#unsent.length === 0) process.nextTick(() => this.#flush());
    this.#unsent.push({ body, call });
    this.#unsentBytes += LENGTH_BYTES + body.length;
  }

  #flush(): void {
    const due = this.#unsent;
    this.#unsent = [];
    this.#unsentBytes = 0;
    if (this.#lost === undefined) this.#write(due);
    this.#finishClosing();
  }

  #write(due: Unsent): void {
    const frames = new FrameBatch();
    let hasOneWay = false;
    for (const { body, call } of due) {
      if (call?.isCancelled === true) continue; // within its tick: it is never sent
      frames.add(body);
      hasOneWay ||= call === undefined;
      if (call !== undefined) this.#calls.sent(call, LENGTH_BYTES + Buffer.byteLength(body));
    }
    const bytes = frames.take();
    if (bytes.length === 0) return;
    this.bytesOut += bytes.length;
    if (!hasOneWay) return void this.#socket.write(bytes);
    this.#oneWayWrites++;
    this.#socket.write(bytes, () => this.#oneWayWrites--);
  }
  // #endregion send

  // #region read
  #read(chunk: Buffer): void {
    this.bytesIn += chunk.length;
    this.decoder.push(chunk);
    try {
      for (let body = this.decoder.next(); body !== undefined; body = this.decoder.next()) {
        this.#take(decodeReceived(body, DEFAULT_LIMITS), LENGTH_BYTES + body.length);
      }
      this.#finishClosing();
    } catch (error) {
      this.#lose(`invalid response: ${(error as Error).message}`, error);
    }
  }

  /**
   * A response that breaks the protocol fails its call; or the connection, when it has no
   * id and so cannot be matched.
   */
  #take(body: unknown, bytes: number): void {
    const response = readResponse(body);
    if (this.#options.matching === 'in order') {
      const isMatched = this.#calls.completeOldest(response, bytes);
      if (!isMatched) this.#lose('response matches no call in flight');
      return;
    }
    const id = readRequestId(body);
    if (id !== undefined) this.#calls.complete(id, response, bytes);
    else this.#lose(`response without an id: ${JSON.stringify(body).slice(0, 200)}`);
  }
  // #endregion read

  // #region close
  /**
   * Closes the connection after the calls in flight. It waits neither for the responses
   * of cancelled calls nor for the server to close its side.
   * @param withinMs after that the connection is closed in any case
   */
  async close(withinMs = 5_000): Promise<void> {
    this.#closing ??= new AttemptFailed('connecting', 'CANCELLED', 'client closed');
    this.#stopHeartbeat();
    process.nextTick(() => this.#finishClosing()); // after the one-way calls of this tick
    const destroy = (): void => this.destroy();
    // Responses that have arrived are read first.
    const timer = setTimeout(() => setImmediate(destroy), timerMs(withinMs));
    await this.#done;
    clearTimeout(timer);
  }

  #finishClosing(): void {
    if (this.#closing === undefined || this.#isEnding) return;
    if (this.#calls.awaited > 0 || this.#unsent.length > 0) return;
    this.#isEnding = true;
    const mustLeave = this.#oneWayWrites > 0 || this.#socket.writableLength === 0;
    if (mustLeave) this.#socket.end(() => this.#linger());
    else this.destroy(); // only cancelled calls are unsent
  }

  /**
   * Everything was sent. If the socket were closed while responses still arrive, the
   * kernel would send a reset, and a reset may destroy a one-way call on its way. So it
   * reads on for a while, which blocks neither the caller nor the end of the process.
   */
  #linger(): void {
    if (this.#lost !== undefined) return;
    this.#onDone();
    this.#socket.unref();
    const timer = setTimeout(() => this.destroy(), DEFAULT_LIMITS.lingerMs).unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }
  // #endregion close

  /** Closes the connection and fails every call on it at once. */
  destroy(why = 'client closed'): void {
    this.#lose(why);
  }

  /** @throws AttemptFailed when it takes no call, or none now */
  #checkRoom(): void {
    const refusal = this.#refusal();
    if (refusal !== undefined) throw refusal;
  }

  #refusal(): AttemptFailed | undefined {
    const { maxInFlight, maxUnsentBytes } = this.#options;
    const gone = this.#lost ?? this.#closing;
    if (gone !== undefined) return gone;
    if (this.#calls.size >= maxInFlight)
      return unsent('RESOURCE_EXHAUSTED', `${maxInFlight} calls in flight`);
    const unsentBytes = this.#unsentBytes + this.#socket.writableLength;
    return unsentBytes >= maxUnsentBytes
      ? unsent('RESOURCE_EXHAUSTED', `${unsentBytes} bytes not sent yet`)
      : undefined;
  }

  #lose(why: string, cause?: unknown): void {
    if (this.#lost !== undefined) return;
    this.#lost = unsent('UNAVAILABLE', why, cause);
    this.#stopHeartbeat();
    this.#socket.destroy();
    this.#calls.cancelAll('UNAVAILABLE', why, cause);
    this.#onDone();
    this.onLost(this.#lost);
  }
}

const nothing = (): void => undefined;
