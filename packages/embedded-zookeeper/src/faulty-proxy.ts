// A proxy between clients and a server that injects network faults, for tests and demos.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { FrameSplitter } from './wire/frame-splitter';

/**
 * Offsets in a request: int xid, int op, and for most operations int length and the path.
 */
const [OP_AT, PATH_AT] = [4, 12];

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** The xid of the request whose reply will be lost, once that request was seen. */
  lostXid: number | undefined;
}

export class FaultyProxy {
  readonly #pairs = new Set<Pair>();
  #server: Server | undefined;
  #isSilent = false;
  #isLost: ((body: Buffer) => boolean) | undefined;
  #cutAtNextFrame = false;
  #onLost: () => void = () => undefined;

  /**
   * @param target returns `host:port`. It is called for each connection, because a server
   * that starts later may not have its port yet.
   */
  constructor(private readonly target: () => string) {}

  async start(): Promise<void> {
    this.#server = createServer({ noDelay: true }, (client) => this.#join(client));
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get address(): string {
    return `127.0.0.1:${(this.#server!.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  // #region faults
  /** Closes every connection. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
  }

  /**
   * Forwards only half of the next frame that a server sends, then cuts the connection.
   * Resolves when that has happened.
   */
  cutInMidFrame(): Promise<void> {
    this.#cutAtNextFrame = true;
    return new Promise((resolve) => (this.#onLost = resolve));
  }

  /**
   * Loses the reply to the next request of this operation with a matching path: the
   * server executes the request, then the connection is cut. Resolves when that has
   * happened.
   */
  loseReplyTo(operation: number, path: (path: string) => boolean = () => true): Promise<void> {
    this.#isLost = (body) =>
      body.length > PATH_AT &&
      body.readInt32BE(OP_AT) === operation &&
      path(body.toString('utf8', PATH_AT, PATH_AT + body.readInt32BE(PATH_AT - 4)));
    return new Promise((resolve) => (this.#onLost = resolve));
  }

  /** A partition: connections stay open and new ones are accepted, but no byte passes. */
  silence(): void {
    this.#isSilent = true;
    for (const { client, server } of this.#pairs) {
      client.pause();
      server.pause();
    }
  }

  /** Ends the partition. What was sent meanwhile arrives now, as it would over TCP. */
  heal(): void {
    this.#isSilent = false;
    for (const { client, server } of this.#pairs) {
      client.resume();
      server.resume();
    }
  }
  // #endregion faults

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    const [host = '', port] = this.target().split(':');
    const pair: Pair = { client, server: connect(Number(port), host), lostXid: undefined };
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      pair.server.destroy();
    };
    const [requests, replies] = [new FrameSplitter(), new FrameSplitter()];
    const pass = (splitter: FrameSplitter, chunk: Buffer, to: (frame: Buffer) => void): void => {
      try {
        splitter.push(chunk).forEach(to);
      } catch {
        end(); // not ZooKeeper's protocol
      }
    };
    client.on('data', (chunk) => pass(requests, chunk, (frame) => this.#request(pair, frame)));
    pair.server.on('data', (chunk) => pass(replies, chunk, (frame) => this.#reply(pair, frame)));
    for (const socket of [client, pair.server]) {
      socket.on('error', () => undefined).on('close', end);
      if (this.#isSilent) socket.pause();
    }
  }

  #request(pair: Pair, frame: Buffer): void {
    const body = frame.subarray(4);
    if (this.#isLost?.(body) === true) {
      this.#isLost = undefined;
      pair.lostXid = body.readInt32BE();
    }
    pair.server.write(frame);
  }

  #reply(pair: Pair, frame: Buffer): void {
    const isLost = pair.lostXid !== undefined && frame.readInt32BE(4) === pair.lostXid;
    if (!isLost && !this.#cutAtNextFrame) {
      pair.client.write(frame);
      return;
    }
    if (!isLost) {
      this.#cutAtNextFrame = false;
      pair.client.end(frame.subarray(0, frame.length / 2));
    } else pair.client.end();
    pair.server.destroy();
    this.#onLost();
  }
}
