// The connection of the client by hand (chapter 18). The first call opens it, and so does
// the first call after it was lost or the server sent GOAWAY.

import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { GrpcError } from './ending/grpc-error';

/** How long a server may take to close its side. Milliseconds. */
const LINGER_MS = 1_000;

export class Connection {
  /** The last one takes new calls. The others got GOAWAY, and finish theirs. */
  readonly #sessions = new Map<ClientHttp2Session, Socket>();
  readonly #streams = new Set<ClientHttp2Stream>();
  #current: ClientHttp2Session | undefined;
  #isClosed = false;

  /** @param url `http://127.0.0.1:50051`, with its port */
  constructor(private readonly url: string) {}

  // #region request
  /**
   * Begins a call, possibly before it is connected.
   * @throws GrpcError CANCELLED after close
   */
  request(headers: OutgoingHttpHeaders): [ClientHttp2Stream, ClientHttp2Session] {
    if (this.#isClosed) throw new GrpcError('CANCELLED', 'client closed');
    // `closed` after GOAWAY, `destroyed` after the connection was lost.
    if (this.#current === undefined || this.#current.closed || this.#current.destroyed)
      this.#current = this.#connect();
    const stream = this.#current.request(headers);
    this.#streams.add(stream);
    stream.on('close', () => this.#streams.delete(stream));
    return [stream, this.#current];
  }

  #connect(): ClientHttp2Session {
    const { hostname, port } = new URL(this.url);
    const host = hostname.replace(/^\[(.*)\]$/, '$1'); // IPv6
    const socket = connectTcp({ host, port: Number(port), noDelay: true });
    const session = connect(this.url, { createConnection: () => socket });
    this.#sessions.set(session, socket);
    session.on('close', () => this.#sessions.delete(session));
    session.on('error', () => undefined); // each call gets the error as well
    return session;
  }
  // #endregion request

  /**
   * Starts no new call. Resolves when those in flight have ended, and the server has
   * closed its side or did not do so within a second.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.#streams, closing));
    for (const [session, socket] of this.#sessions) {
      if (session.connecting)
        socket.destroy(); // a session that is connecting cannot be closed
      else if (!session.closed) session.close();
    }
    const destroy = (): void => this.#sessions.forEach((socket) => socket.destroy());
    const timer = setTimeout(destroy, LINGER_MS);
    await Promise.all(Array.from(this.#sessions.keys(), closing));
    clearTimeout(timer);
  }
}

function closing(one: ClientHttp2Session | ClientHttp2Stream): Promise<void> {
  return new Promise((resolve) => one.once('close', resolve));
}
