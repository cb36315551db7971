// A proxy that records the bytes that a client and a server really send (chapter 01).

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Bytes that passed together, and their sender. */
export interface Passed {
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
}

export class Recorder {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #passed: Passed[] = [];
  #losesNextAnswer = false;

  /** @param target the port of the server behind it */
  constructor(target: number) {
    this.#server = createServer({ noDelay: true }, (client) => {
      const server = connect({ host: '127.0.0.1', port: target, noDelay: true });
      this.#join(client, server, (bytes) => this.#passed.push({ from: 'client', bytes }));
      this.#join(server, client, (bytes) => {
        if (this.#losesNextAnswer) client.destroy();
        else this.#passed.push({ from: 'server', bytes });
        this.#losesNextAnswer = false;
      });
    });
  }

  /** @returns the port that a client connects to instead of the server's */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** The bytes since the last call of this: each direction, and both in order. */
  take(): {
    readonly toServer: Buffer;
    readonly toClient: Buffer;
    readonly inOrder: readonly Passed[];
  } {
    const inOrder = this.#passed;
    this.#passed = [];
    const all = (sender: Passed['from']): Buffer =>
      Buffer.concat(inOrder.filter(({ from }) => from === sender).map(({ bytes }) => bytes));
    return { toServer: all('client'), toClient: all('server'), inOrder };
  }

  /**
   * Drops the next response and closes its connection, after the server has done the
   * work.
   */
  loseNextAnswer(): void {
    this.#losesNextAnswer = true;
  }

  /** Closes every connection, and stops listening. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(from: Socket, to: Socket, record: (chunk: Buffer) => void): void {
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
