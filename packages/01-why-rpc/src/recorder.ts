// A proxy that keeps what passes through it: the bytes that a client and a server really put on the wire.

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class Recorder {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #toServer: Buffer[] = [];
  #toClient: Buffer[] = [];
  #losesNextAnswer = false;

  /** @param target the port of the server behind it */
  constructor(target: number) {
    this.#server = createServer({ noDelay: true }, (client) => {
      const server = connect({ host: '127.0.0.1', port: target, noDelay: true });
      this.#join(client, server, (chunk) => this.#toServer.push(chunk));
      this.#join(server, client, (chunk) => {
        if (this.#losesNextAnswer) client.destroy();
        else this.#toClient.push(chunk);
        this.#losesNextAnswer = false;
      });
    });
  }

  /** @returns the port that a client connects to in the server's place */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** What has passed since the last time that somebody asked. */
  take(): { readonly toServer: Buffer; readonly toClient: Buffer } {
    const taken = {
      toServer: Buffer.concat(this.#toServer),
      toClient: Buffer.concat(this.#toClient),
    };
    this.#toServer = [];
    this.#toClient = [];
    return taken;
  }

  /** The next answer is lost, and its connection ends: the server has done its work, the client hears nothing. */
  loseNextAnswer(): void {
    this.#losesNextAnswer = true;
  }

  /** Ends every connection, and listens no more. */
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
