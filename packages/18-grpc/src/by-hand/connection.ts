// The connection of a client by hand (chapter 18): made for the first call, and again for
// the first one after it was lost or the server said GOAWAY.

import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { GrpcError } from './ending/grpc-error';

export class Connection {
  /**
   * The last one takes new calls. Those before it, which the server wants closed, end
   * theirs.
   */
  readonly #sessions = new Map<ClientHttp2Session, Socket>();
  readonly #streams = new Set<ClientHttp2Stream>();
  #current: ClientHttp2Session | undefined;
  #isClosed = false;

  /** @param url `http://127.0.0.1:50051`, with its port */
  constructor(private readonly url: string) {}

  // #region request
  /**
   * Begins a call, though it may not be connected yet.
   * @throws GrpcError CANCELLED after close
   */
  request(headers: OutgoingHttpHeaders): [ClientHttp2Stream, ClientHttp2Session] {
    if (this.#isClosed) throw new GrpcError('CANCELLED', 'client closed');
    // `closed` since GOAWAY came, `destroyed` since the connection was lost.
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
    session.on('error', () => undefined); // each call hears of it, too
    return session;
  }
  // #endregion request

  /** No new call; resolves when those in flight have ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.#streams, closing));
    for (const [session, socket] of this.#sessions) {
      if (session.connecting)
        socket.destroy(); // a session waits until it is connected, whatever it is told
      else if (!session.closed) session.close();
    }
    await Promise.all(Array.from(this.#sessions.keys(), closing));
  }
}

function closing(one: ClientHttp2Session | ClientHttp2Stream): Promise<void> {
  return new Promise((resolve) => one.once('close', resolve));
}
