// Generates the load: a number of connections, with one call at a time on each. It uses
// epoll directly, so that it costs less than the servers it measures, and only counts the
// bytes of an answer, whose content was compared before.

import { connect, close, EPOLLIN, recv, send, socket, setNonBlocking } from '@bytes-up/posix';
import { IPPROTO_TCP, setsockopt, TCP_NODELAY, tryRecv, type SocketAddress } from '@bytes-up/posix';
import { EventLoop, type Watcher } from '@bytes-up/single-process-async';

const buffer = Buffer.alloc(4096);

export class ClosedLoop {
  readonly #loop = new EventLoop();
  readonly #clients: Client[] = [];
  /** The server's answer to the request. */
  readonly answer: Buffer;

  /**
   * Connects.
   * @param request sent for each call
   * @throws Error if two connections get different answers
   */
  constructor(address: SocketAddress, connections: number, request: Buffer) {
    let answer: Buffer | undefined;
    for (let i = 0; i < connections; i++) {
      const fd = socket();
      connect(fd, address);
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
      const own = callOnce(fd, request);
      if (!own.equals((answer ??= own)))
        throw new Error(`got ${String(own)}, expected ${String(answer)}`);
      setNonBlocking(fd);
      const client = new Client(fd, request, own.length);
      this.#clients.push(client);
      this.#loop.watch(fd, EPOLLIN, client);
    }
    this.answer = answer ?? Buffer.alloc(0);
  }

  /**
   * Makes this many calls in all, spread over the connections.
   * @returns how many were answered
   */
  run(calls: number): number {
    const share = Math.ceil(calls / this.#clients.length);
    for (const client of this.#clients) client.start(share);
    while (this.#clients.some((client) => client.left > 0)) this.#loop.turn(1_000);
    return share * this.#clients.length;
  }

  close(): void {
    for (const { fd } of this.#clients) close(fd);
    this.#loop.close();
  }
}

/** Blocks until the answer has arrived. It is small, and sent in one piece. */
function callOnce(fd: number, request: Buffer): Buffer {
  send(fd, request);
  return Buffer.from(buffer.subarray(0, recv(fd, buffer)));
}

class Client implements Watcher {
  left = 0;
  #missing = 0;

  constructor(
    readonly fd: number,
    private readonly request: Buffer,
    private readonly answerBytes: number,
  ) {}

  start(calls: number): void {
    this.left = calls;
    this.#call();
  }

  ready(): void {
    const count = tryRecv(this.fd, buffer);
    if (typeof count !== 'number') return;
    if (count === 0) throw new Error('the server closed a connection');
    this.#missing -= count;
    if (this.#missing > 0) return;
    this.left--;
    if (this.left > 0) this.#call();
  }

  #call(): void {
    this.#missing = this.answerBytes;
    send(this.fd, this.request);
  }
}
