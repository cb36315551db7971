// One connection of the client (chapter 07): many calls at once, told apart by their ids, or one after the other without ids.

import type { Socket } from 'node:net';
import {
  decodeBody,
  encodeFrame,
  findUnsayable,
  FrameDecoder,
  LENGTH_BYTES,
} from '@bytes-up/codec';
import { DEFAULT_LIMITS, type Request, type Response } from '@bytes-up/protocol';
import type { RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from './attempt-failed';
import { whenGivenUp, type Patience } from './giving-up';
import { InFlight, type Entry, type Meter } from './in-flight';
import { openSocket, type Address } from './open-socket';

export interface ConnectionOptions {
  /** Milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** `by id` (the default) has many calls in flight; `in order` sends no ids: the first answer is the first call's. */
  readonly matching?: 'by id' | 'in order';
  /** Calls in flight at most. Default 1,024, as many as a server takes before it stops reading. */
  readonly maxInFlight?: number;
  /** Requests that wait for the kernel at most, in bytes. Default 16 MiB. */
  readonly maxUnsentBytes?: number;
  /** Of a request and of an answer. Default 4 MiB. */
  readonly maxFrameBytes?: number;
  /**
   * When the server has said nothing for so long, it is pinged, and after as long again the connection is given up. Default 0:
   * never. It is for servers that answer while a call is slow: one that blocks would be taken for dead.
   */
  readonly heartbeatMs?: number;
}

/** What a call is, without what the connection adds: its id and what remains of its time. */
export interface Outgoing extends Pick<Request, 'in' | 'params'> {
  readonly idempotency_key?: string | undefined;
}

/** A request, with a place for each member: JSON leaves out what is undefined. */
type Sent = { readonly [Name in keyof Request]: Request[Name] | undefined };

/** How long the caller waits: for ever, if nothing is said. It is sent along. */
export interface AttemptOptions extends Patience {
  readonly meter?: Meter | undefined;
}

const DEFAULTS: Required<ConnectionOptions> = {
  connectTimeoutMs: 5_000,
  matching: 'by id',
  maxInFlight: DEFAULT_LIMITS.maxInFlight,
  maxUnsentBytes: 16 * 1024 * 1024,
  maxFrameBytes: DEFAULT_LIMITS.maxFrameBytes,
  heartbeatMs: 0,
};

export class Connection {
  readonly #socket: Socket;
  readonly #options: Required<ConnectionOptions>;
  readonly #decoder: FrameDecoder;
  readonly #calls = new InFlight();
  /** Frames of this tick. A one-way call has no entry. */
  #unsent: { readonly frame: Buffer; readonly entry: Entry | undefined }[] = [];
  #unsentBytes = 0;
  /** Why no call can be made any more: it is closing, or it is gone. */
  #closing: AttemptFailed | undefined;
  #lost: AttemptFailed | undefined;
  /** Called once, when no further call can be made. */
  onLost: (why: AttemptFailed) => void = () => undefined;
  bytesOut = 0;
  bytesIn = 0;

  private constructor(socket: Socket, options: Required<ConnectionOptions>) {
    this.#socket = socket;
    this.#options = options;
    this.#decoder = new FrameDecoder(options);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#end(error.code ?? error.message, error),
    );
    socket.on('end', () => this.#end('the server has ended the connection'));
    socket.on('close', () => this.#end('the connection was closed'));
    if (options.heartbeatMs > 0) this.#beat(options.heartbeatMs);
  }

  // #region heartbeat
  /** A server that is gone without a word, its machine or the network with it, is noticed by its silence only. */
  #beat(everyMs: number): void {
    let heardBytes = -1;
    const check = (): void => {
      if (this.bytesIn === heardBytes) return this.#end(`no sign of life within ${everyMs} ms`);
      heardBytes = this.bytesIn;
      this.call({ in: 'ping', params: null }, { timeoutMs: everyMs }).catch(nothing);
    };
    // Timers run before sockets are read: after a stall of this process the answer may lie in its kernel.
    const timer = setInterval(() => setImmediate(check), everyMs).unref();
    this.#socket.once('close', () => clearInterval(timer));
  }
  // #endregion heartbeat

  /** @throws AttemptFailed: not a byte of any call has left */
  static async open(
    address: Address,
    options: ConnectionOptions = {},
    signal?: AbortSignal,
  ): Promise<Connection> {
    const all = { ...DEFAULTS, ...options };
    const socket = await openSocket(address, { timeoutMs: all.connectTimeoutMs, signal });
    return new Connection(socket, all);
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
    if (signal?.aborted === true) throw unsent('CANCELLED', 'the caller has given up');
    if (timeoutMs <= 0) throw unsent('DEADLINE_EXCEEDED', 'the time was up before the call');
    const id = this.#calls.nextId();
    const frame = this.#frameOf({
      in: method,
      params,
      id: this.#options.matching === 'by id' ? id : undefined,
      timeout_ms: timeoutMs === Infinity ? undefined : Math.ceil(timeoutMs),
      idempotency_key,
    });
    return new Promise<Response>((resolve, reject) => {
      const release = whenGivenUp(options, 'no answer', (code, why, cause) =>
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
  }
  // #endregion call

  /** @throws AttemptFailed for params that JSON cannot say, and for a request that no server would take */
  #frameOf(request: Sent): Buffer {
    const { maxFrameBytes } = this.#options;
    const unsayable = findUnsayable(request.params, DEFAULT_LIMITS.maxDepth - 1);
    if (unsayable !== undefined)
      throw unsent('INVALID_ARGUMENT', `params${unsayable.path} ${unsayable.what}`);
    const frame = encodeFrame(JSON.stringify(request));
    if (frame.length <= LENGTH_BYTES + maxFrameBytes) return frame;
    const bytes = frame.length - LENGTH_BYTES;
    throw unsent('INVALID_ARGUMENT', `a request of ${bytes} bytes, the most is ${maxFrameBytes}`);
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
    if (this.#lost !== undefined || due.length === 0) return;
    for (const { entry, frame } of due) {
      if (entry === undefined) continue;
      entry.isSent = true;
      if (entry.meter !== undefined) entry.meter.bytesOut += frame.length;
    }
    const bytes = Buffer.concat(due.map(({ frame }) => frame));
    this.bytesOut += bytes.length;
    this.#socket.write(bytes);
  }
  // #endregion send

  // #region read
  #read(chunk: Buffer): void {
    this.bytesIn += chunk.length;
    this.#decoder.push(chunk);
    try {
      for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {
        const response = decodeBody(body, DEFAULT_LIMITS) as unknown as Response;
        this.#take(response, LENGTH_BYTES + body.length);
      }
      this.#endIfDone();
    } catch (error) {
      this.#end(`the answer cannot be read: ${(error as Error).message}`, error);
    }
  }

  #take(response: Response, bytes: number): void {
    if (this.#options.matching === 'by id' && response.id !== undefined) {
      this.#calls.answered(response.id, response, bytes);
    } else if (this.#options.matching === 'by id') {
      this.#end(`the server says to nobody: ${JSON.stringify(response).slice(0, 200)}`);
    } else if (!this.#calls.answeredInOrder(response, bytes)) {
      this.#end('an answer came to no call');
    }
  }
  // #endregion read

  /** Lets the calls in flight end, and then the connection. @param withinMs after that it is ended anyhow */
  async close(withinMs = 5_000): Promise<void> {
    this.#closing ??= new AttemptFailed('connecting', 'CANCELLED', 'the client was closed');
    const closed = new Promise<void>((resolve) => {
      if (this.#socket.closed) resolve();
      else this.#socket.once('close', () => resolve());
    });
    process.nextTick(() => this.#endIfDone()); // one-way calls of this tick leave first
    const timer = setTimeout(() => this.destroy(), withinMs);
    await closed;
    clearTimeout(timer);
  }

  #endIfDone(): void {
    if (this.#closing !== undefined && this.#calls.size === 0) this.#socket.end();
  }

  /** Ends the connection and every call on it now. */
  destroy(why = 'the client was closed'): void {
    this.#end(why);
  }

  /** @throws AttemptFailed when no call can be made, or none for now */
  #checkRoom(): void {
    const { maxInFlight, maxUnsentBytes } = this.#options;
    const refusal = this.#lost ?? this.#closing;
    if (refusal !== undefined) throw refusal;
    if (this.#calls.size >= maxInFlight)
      throw unsent('RESOURCE_EXHAUSTED', `${maxInFlight} calls are in flight`);
    const waiting = this.#unsentBytes + this.#socket.writableLength;
    if (waiting >= maxUnsentBytes)
      throw unsent('RESOURCE_EXHAUSTED', `${waiting} bytes wait to be sent`);
  }

  #end(why: string, cause?: unknown): void {
    if (this.#lost !== undefined) return;
    const errorFor = (isSent: boolean): AttemptFailed =>
      new AttemptFailed(isSent ? 'waiting' : 'connecting', 'UNAVAILABLE', why, cause);
    this.#lost = errorFor(false);
    this.#socket.destroy();
    this.#calls.endAll(errorFor);
    this.onLost(this.#lost);
  }
}

const nothing = (): void => undefined;

/** A call that never left. */
function unsent(code: RpcErrorCode, why: string): AttemptFailed {
  return new AttemptFailed('connecting', code, why);
}
