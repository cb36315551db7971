// A proxy that breaks the first connection at a chosen moment, and passes all later ones
// on (chapter 06): a bad network on demand.

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Before the request reaches the server, after the call ran, or inside the response. */
export const MOMENTS = ['before the request', 'after it was done', 'in mid-answer'] as const;
export type Moment = (typeof MOMENTS)[number];

export class CuttingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #hasCut = false;

  /** @param target the server's port */
  constructor(target: number, moment: Moment) {
    this.#server = createServer({ noDelay: true }, (client) => {
      const upstream = connect({ host: '127.0.0.1', port: target, noDelay: true });
      for (const socket of [client, upstream]) this.#own(socket);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
      if (this.#hasCut) client.pipe(upstream).pipe(client);
      else cut(client, upstream, moment);
      this.#hasCut = true;
    });
  }

  /** @returns its port */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #own(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

// #region cut
function cut(client: Socket, upstream: Socket, moment: Moment): void {
  client.on('data', (request) => {
    if (moment === 'before the request') client.resetAndDestroy();
    else upstream.write(request);
  });
  upstream.on('data', (answer) => {
    if (moment === 'in mid-answer') client.write(answer.subarray(0, answer.length / 2));
    client.end(() => client.destroy()); // the call ran, and its response ends here
  });
}
// #endregion cut
