// A connection to one client: frames in, replies and events out. The first frame opens or
// resumes a session.

import type { Socket } from 'node:net';
import { digestIdentity, isPermitted, Permission, type Acl } from '../tree/acl';
import { FrameSplitter } from '../wire/frame-splitter';
import { JuteError, JuteReader, JuteWriter } from '../wire/jute';
import type { Client } from '../operations/operation';
import { OPERATIONS, WRITES } from '../operations/operations';
import type { Session } from './sessions';
import type { State } from './state';
import { ErrorCode, ZkError } from '../wire/zk-error';

const LENGTH_BYTES = 4;
/** How long a connection may be without a session: as long as the real server waits. */
const SESSIONLESS_MS = 10_000;
/** After this long, a client with many requests lets the others have a turn. */
const TURN_MS = 5;
/** As whom one client can authenticate: they are looked through for each ACL. */
const MAX_IDENTITIES = 100;
const [PING, AUTH, CLOSE] = [11, 100, -11];
const [EVENT_XID, PING_XID] = [-1, -2];

export class ZkConnection implements Client {
  readonly identities = new Set<string>();
  readonly #frames = new FrameSplitter();
  #session: Session | undefined;
  #isFrozen = false;
  /**
   * It is closing: what the client sends from now on is dropped, and it gets no more
   * events.
   */
  #hasEnded = false;
  /** The next turn, if requests are left after this one. */
  #nextTurn: NodeJS.Immediate | undefined;
  /** Runs before a session begins and after it ends: a session has its own timeout. */
  #sessionless: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly state: State,
    private readonly answerWord: (word: string) => string | undefined,
  ) {
    const address = socket.remoteAddress?.replace(/^::ffff:/, '');
    if (address !== undefined) this.identities.add(`ip:${address}`);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('drain', () => this.#serve());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.end());
    this.#limitTime();
  }

  get sessionId(): bigint {
    return this.#session?.id ?? 0n;
  }

  notify(type: number, path: string, acl?: readonly Acl[]): void {
    if (acl !== undefined && !isPermitted(acl, this.identities, Permission.READ)) return;
    const event = new JuteWriter().int(EVENT_XID).long(-1n).int(0);
    this.#write(event.int(type).int(3).string(path));
  }

  end(): void {
    this.#detach();
    clearTimeout(this.#sessionless);
    this.socket.destroy();
  }

  // #region faults
  /** Stops reading and writing, like a machine that hangs. */
  freeze(): void {
    this.#isFrozen = true;
    clearTimeout(this.#sessionless);
    this.socket.pause();
  }

  thaw(): void {
    this.#isFrozen = false;
    if (this.#session === undefined || this.#hasEnded) this.#limitTime();
    this.#serve();
  }

  /** Sends the beginning of a frame, then closes the connection. */
  cutInMidFrame(): void {
    if (this.#hasEnded) return;
    this.socket.write(new JuteWriter().int(EVENT_XID).long(-1n).frame().subarray(0, 7));
    this.#finish();
  }
  // #endregion faults

  #read(chunk: Buffer): void {
    if (this.#hasEnded) return;
    this.#frames.append(chunk);
    this.#serve();
  }

  /**
   * Closes the connection after the bytes that were already written, if the client reads
   * them in time. What it still sends is read and dropped: a close with unread input
   * would be a reset, which can destroy the last reply.
   */
  #finish(): void {
    this.#detach();
    this.#limitTime();
    this.socket.resume().destroySoon();
  }

  #limitTime(): void {
    clearTimeout(this.#sessionless);
    if (this.socket.destroyed) return;
    this.#sessionless = setTimeout(() => {
      // A request that has arrived meanwhile is read first, if this process was held up.
      setImmediate(() => {
        if (this.#session === undefined || this.#hasEnded) this.end();
      });
    }, SESSIONLESS_MS);
  }

  /** From here on, no request of this connection is served. */
  #detach(): void {
    this.#hasEnded = true;
    clearImmediate(this.#nextTurn);
    this.state.watches.forget(this);
    if (this.#session?.holder === this) this.#session.holder = undefined;
  }

  // #region serve
  /**
   * Serves what has arrived. A client that does not read its replies is not served until
   * the kernel has taken them, so they do not pile up here. Nothing is read meanwhile.
   */
  #serve(): void {
    clearImmediate(this.#nextTurn);
    const endsAtMs = performance.now() + TURN_MS;
    while (!this.#isFrozen && !this.#hasEnded) {
      const head = this.#frames.head();
      if (head === undefined) return this.#readOn();
      if (this.#session === undefined && this.#isWord(head)) return;
      if (this.socket.writableNeedDrain) return void this.socket.pause();
      if (performance.now() > endsAtMs) return this.#yield();
      const frame = this.#nextFrame();
      if (frame === undefined) return this.#readOn();
      const body = new JuteReader(frame.subarray(LENGTH_BYTES));
      try {
        if (this.#session === undefined) this.#connect(body);
        else this.#request(body, this.#session);
      } catch (error) {
        if (!(error instanceof JuteError)) throw error;
        this.end(); // no header, so no xid to reply to
      }
    }
  }

  #readOn(): void {
    if (!this.#hasEnded) this.socket.resume();
  }

  /** Goes on after the other connections and the timers had their turn. */
  #yield(): void {
    this.socket.pause();
    this.#nextTurn = setImmediate(() => this.#serve());
  }

  /** An invalid length closes the connection. */
  #nextFrame(): Buffer | undefined {
    try {
      return this.#frames.next();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.end();
      return undefined;
    }
  }

  /**
   * A four-letter word in place of a length: a question to the server, answered as text.
   */
  #isWord(head: Buffer): boolean {
    const answer = this.answerWord(head.toString('latin1'));
    if (answer === undefined) return false;
    this.socket.write(answer);
    this.#finish();
    return true;
  }

  #connect(request: JuteReader): void {
    request.int(); // the protocol's version
    const seen = request.long();
    const requestedMs = request.int();
    const id = request.long();
    const password = request.buffer();
    const hasReadOnly = request.left > 0;
    // The client has seen a later zxid than this server's.
    if (seen > this.state.zxid) return this.end();
    const { sessions } = this.state;
    this.#session =
      id === 0n
        ? sessions.open(requestedMs, this)
        : sessions.resume(id, password, requestedMs, this);
    if (id === 0n) this.state.nextZxid();
    clearTimeout(this.#sessionless);
    const reply = new JuteWriter()
      .int(0)
      .int(this.#session?.timeoutMs ?? 0)
      .long(this.sessionId);
    reply.buffer(this.#session?.password ?? Buffer.alloc(16));
    if (hasReadOnly) reply.bool(false);
    this.#write(reply);
    if (this.#session === undefined) this.#finish();
  }

  #request(request: JuteReader, session: Session): void {
    const xid = request.int();
    const type = request.int();
    this.state.sessions.touch(session);
    if (type === PING) return this.#reply(PING_XID, 0); // whatever the request's xid was
    if (type === AUTH) return this.#authenticate(xid, request);
    if (type === CLOSE) {
      this.state.closeSession(session);
      this.#reply(xid, 0);
      this.#finish();
      return;
    }
    const operation = OPERATIONS.get(type);
    if (operation === undefined) {
      this.#write(new JuteWriter().int(xid).long(-1n).int(ErrorCode.UNIMPLEMENTED));
      this.#finish();
      return;
    }
    if (WRITES.has(type)) this.state.nextZxid();
    const body = new JuteWriter();
    try {
      operation(request)({ state: this.state, client: this, reply: body });
      this.#reply(xid, 0, body);
    } catch (error) {
      this.#reply(xid, codeOf(error));
    }
  }
  // #endregion serve

  #authenticate(xid: number, request: JuteReader): void {
    request.int();
    const scheme = request.string();
    const credentials = request.buffer();
    const hasRoom = this.identities.size < MAX_IDENTITIES;
    const isUser = scheme === 'digest' && credentials !== null && hasRoom;
    if (isUser) this.identities.add(digestIdentity(credentials.toString()));
    const isGood = isUser || scheme === 'ip'; // ip needs no credentials
    const reply = new JuteWriter().int(xid).long(0n);
    this.#write(reply.int(isGood ? 0 : ErrorCode.AUTH_FAILED));
    if (!isGood) this.#finish();
  }

  #reply(xid: number, code: number, body?: JuteWriter): void {
    const reply = new JuteWriter().int(xid).long(this.state.zxid).int(code);
    this.#write(code === 0 && body !== undefined ? reply.bytes(body.body()) : reply);
  }

  #write(message: JuteWriter): void {
    if (!this.socket.destroyed) this.socket.write(message.frame());
  }
}

/** @throws any other error, which is a bug in this server */
function codeOf(error: unknown): number {
  if (error instanceof ZkError) return error.code;
  // The body is truncated.
  if (error instanceof JuteError) return ErrorCode.MARSHALLING_ERROR;
  throw error;
}
