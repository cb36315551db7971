// A proxy that records the bytes that a client and a server put on the wire.

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A chunk of bytes, and which side sent it. */
export interface Recorded {
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
}

export class Recorder {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #recorded: Recorded[] = [];
  #dropNextAnswer = false;

  /** @param target the port of the server behind the proxy */
  constructor(target: number) {
    this.#server = createServer({ noDelay: true }, (client) => {
      const server = connect({ host: '127.0.0.1', port: target, noDelay: true });
      this.#forward(client, server, (bytes) => this.#recorded.push({ from: 'client', bytes }));
      this.#forward(server, client, (bytes) => {
        if (this.#dropNextAnswer) client.destroy();
        else this.#recorded.push({ from: 'server', bytes });
        this.#dropNextAnswer = false;
      });
    });
  }

  /** @returns the port to which clients connect instead of the server's */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Returns what was recorded since the last call: the bytes of each direction, and all
   * chunks in the order in which they were sent.
   */
  take(): {
    readonly toServer: Buffer;
    readonly toClient: Buffer;
    readonly inOrder: readonly Recorded[];
  } {
    const inOrder = this.#recorded;
    this.#recorded = [];
    const all = (sender: Recorded['from']): Buffer =>
      Buffer.concat(inOrder.filter(({ from }) => from === sender).map(({ bytes }) => bytes));
    return { toServer: all('client'), toClient: all('server'), inOrder };
  }

  /**
   * Drops the next answer and closes its connection. The server has done its work, but
   * the client does not learn of it.
   */
  dropNextAnswer(): void {
    this.#dropNextAnswer = true;
  }

  /** Closes every connection and stops listening. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(from: Socket, to: Socket, record: (chunk: Buffer) => void): void {
    this.#sockets.add(from);
    from.on('data', record);
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
