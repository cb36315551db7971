// my/rpc, step 10: one process, with epoll by hand, solved.

import { parseArgs } from 'node:util';
import {
  AF_INET,
  bind,
  close,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  epoll_create1,
  epoll_ctl,
  EpollEvents,
  EPOLLIN,
  EPOLLOUT,
  getsockname,
  interruptOn,
  IPPROTO_TCP,
  listen,
  MSG_NOSIGNAL,
  setsockopt,
  SHUT_WR,
  shutdown,
  SO_REUSEADDR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
  SystemError,
  TCP_NODELAY,
  tryAccept4,
  tryEpollWait,
  tryRecv,
  trySend,
  wasDelivered,
} from '@bytes-up/posix';
import { pingAndPi } from '@bytes-up/protocol';
import { dispatch } from './dispatch';
import { encodeFrame, FrameDecoder } from './frames';

const LIMITS = { maxFrameBytes: 4 * 1024 * 1024 };
/** How much one event reads from a client, so that no client keeps the others waiting. */
const READ_BYTES = 4 * 1024;
const EVENTS_AT_ONCE = 256;
/** A signal that comes just before epoll_wait is noticed this much later. */
const TICK_MS = 100;
/** How long a closing connection is still read, in milliseconds. */
const LINGER_MS = 1_000;
/** From the stop until the last connection is closed, in milliseconds. */
const GRACE_MS = 1_500;
/** At most this many turns read what the kernel received before the stop. */
const LAST_TURNS = 100;

/** Where connections come from. */
export interface Source {
  /** Readable when there may be a connection. Non-blocking. */
  readonly fd: number;
  /** The next connection, non-blocking; undefined if there is none now. */
  next(): number | undefined;
}

/** The connections of a listening socket. Port 0 picks a free one. */
export function listenOn(host: string, port: number): Source {
  const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  // Before bind, which otherwise refuses a port with connections in TIME_WAIT.
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  bind(fd, { host, port });
  listen(fd);
  return {
    fd,
    next: () => {
      // EAGAIN although epoll reported it: in step 11 another process may have been
      // faster.
      const client = tryAccept4(fd, SOCK_NONBLOCK);
      return typeof client === 'string' ? undefined : client.fd;
    },
  };
}

/**
 * Serves every connection that comes from the source. When `stopped` returns true, it
 * closes the source, answers what was read, and resolves when all connections are closed.
 */
export async function serve(source: Source, stopped: () => boolean): Promise<void> {
  const loop = new Loop(source);
  while (!stopped()) await loop.turn(TICK_MS);
  // Whatever the kernel has received by now was sent before the stop.
  for (let turns = 0; turns < LAST_TURNS && (await loop.turn(0)) > 0; turns++);
  await loop.stop();
  const endsAtMs = performance.now() + GRACE_MS;
  while (loop.connections > 0 && performance.now() < endsAtMs) await loop.turn(TICK_MS);
  loop.close();
}

/** One epoll instance, and the connections that it watches. */
class Loop {
  readonly #epfd = epoll_create1();
  readonly #events = new EpollEvents(EVENTS_AT_ONCE);
  readonly #connections = new Map<number, Connection>();
  /** Those whose sending side is closed: their time is limited. */
  readonly #lingering = new Set<Connection>();

  constructor(private readonly source: Source) {
    epoll_ctl(this.#epfd, EPOLL_CTL_ADD, source.fd, EPOLLIN);
  }

  get connections(): number {
    return this.#connections.size;
  }

  /**
   * Waits until something is ready, and serves it.
   * @returns how many descriptors were ready
   */
  async turn(timeoutMs: number): Promise<number> {
    const count = tryEpollWait(this.#epfd, this.#events, timeoutMs);
    if (count === 'EINTR') return 0; // a signal: the caller checks whether to stop
    for (let i = 0; i < count; i++) {
      const fd = this.#events.fd(i);
      const connection = this.#connections.get(fd);
      if (fd === this.source.fd) this.#admit();
      else if (connection !== undefined) await this.#serve(connection);
    }
    for (const connection of this.#lingering)
      if (performance.now() > connection.lingersUntilMs) this.#remove(connection);
    return count;
  }

  /** Accepts no more connections, and ends each one once its answers are sent. */
  async stop(): Promise<void> {
    this.#forget(this.source.fd);
    for (const connection of this.#connections.values()) {
      connection.endInput();
      await this.#serve(connection);
    }
  }

  close(): void {
    for (const connection of this.#connections.values()) this.#remove(connection);
    close(this.#epfd);
  }

  #admit(): void {
    for (let fd = this.source.next(); fd !== undefined; fd = this.source.next()) {
      this.#connections.set(fd, new Connection(fd));
      epoll_ctl(this.#epfd, EPOLL_CTL_ADD, fd, EPOLLIN);
    }
  }

  async #serve(connection: Connection): Promise<void> {
    const before = connection.want;
    await connection.ready();
    const { fd, want } = connection;
    if (want === 'nothing') this.#remove(connection);
    else if (want !== before)
      epoll_ctl(this.#epfd, EPOLL_CTL_MOD, fd, want === 'write' ? EPOLLOUT : EPOLLIN);
    if (want === 'discard') this.#lingering.add(connection);
  }

  #remove(connection: Connection): void {
    this.#connections.delete(connection.fd);
    this.#lingering.delete(connection);
    this.#forget(connection.fd);
  }

  /**
   * close alone is not enough: as long as another process has a copy of the descriptor,
   * epoll keeps reporting it.
   */
  #forget(fd: number): void {
    epoll_ctl(this.#epfd, EPOLL_CTL_DEL, fd);
    close(fd);
  }
}

/** What a connection is waiting for. */
type Want =
  /** A request. */
  | 'read'
  /** Room for the rest of an answer. Until then it reads nothing. */
  | 'write'
  /** The client's close. Whatever it still sends is discarded. */
  | 'discard'
  /** Nothing: it should be closed. */
  | 'nothing';

/** One buffer for all connections: received bytes are copied before the next recv. */
const room = Buffer.alloc(READ_BYTES);

class Connection {
  want: Want = 'read';
  lingersUntilMs = Infinity;
  readonly #decoder = new FrameDecoder(LIMITS);
  /** The unsent rest of the last answer. */
  #unsent: Buffer = Buffer.alloc(0);
  /** No more requests will arrive after those in the decoder. */
  #inputEnded = false;
  /** A length was over the limit, so nothing tells where the next frame begins. */
  #framingLost = false;

  constructor(readonly fd: number) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  }

  /** Requests that were read are still answered. */
  endInput(): void {
    this.#inputEnded = true;
  }

  /** Does what it was waiting for. Does not block, and rejects only for a bug of ours. */
  async ready(): Promise<void> {
    try {
      if (this.want === 'discard') return this.#discard();
      if (this.want === 'read') this.#read();
      await this.#answerAll();
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      this.want = 'nothing'; // ECONNRESET, EPIPE: this client is gone
    }
  }

  #read(): void {
    const count = tryRecv(this.fd, room);
    if (typeof count === 'string') return; // EAGAIN is not the end of the stream; 0 is
    if (count === 0) this.#inputEnded = true;
    else this.#decoder.push(Buffer.from(room.subarray(0, count)));
  }

  /** Answers the requests that were read, as long as the kernel accepts the answers. */
  async #answerAll(): Promise<void> {
    do {
      if (!this.#flush()) {
        this.want = 'write';
        return;
      }
    } while (await this.#answerNext());
    this.want = 'read';
    if (this.#inputEnded) this.#shutDown();
  }

  /** @returns whether everything was sent. A send accepts what fits, or nothing. */
  #flush(): boolean {
    if (this.#unsent.length === 0) return true;
    const sent = trySend(this.fd, this.#unsent, MSG_NOSIGNAL);
    if (typeof sent === 'number') this.#unsent = this.#unsent.subarray(sent);
    return this.#unsent.length === 0;
  }

  /**
   * Answers one request. The next one is taken only after this answer has been sent, so
   * the answers are in order.
   * @returns false when no request is complete
   */
  async #answerNext(): Promise<boolean> {
    if (this.#framingLost) return false;
    let answer: string | undefined;
    try {
      const body = this.#decoder.next();
      if (body === undefined) return false;
      answer = await dispatch(pingAndPi, body, LIMITS);
    } catch (error) {
      // dispatch never throws, so this is a length over the limit
      const { message } = error as Error;
      const result = { code: 'RESOURCE_EXHAUSTED', message, retryable: false };
      answer = JSON.stringify({ out: 'error', result });
      this.#framingLost = true;
      this.#inputEnded = true;
    }
    if (answer !== undefined) this.#unsent = encodeFrame(answer);
    return true;
  }

  /**
   * Lingering close: closing with unread bytes would reset the connection, and could lose
   * answers.
   */
  #shutDown(): void {
    shutdown(this.fd, SHUT_WR);
    this.lingersUntilMs = performance.now() + LINGER_MS;
    this.want = 'discard';
    this.#discard();
  }

  #discard(): void {
    if (tryRecv(this.fd, room) === 0) this.want = 'nothing';
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
    },
  });
  interruptOn('SIGTERM');
  interruptOn('SIGINT');
  const source = listenOn(values.host, Number(values.port));
  console.log(`listening on ${values.host}:${getsockname(source.fd).port}`);
  await serve(source, () => wasDelivered('SIGTERM') || wasDelivered('SIGINT'));
}

// Not when another file imports this one, as steps 11 and 12 do.
if (require.main === module) void main();
