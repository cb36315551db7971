// A RESP front end for our service, under the course's command contract. Commands of one connection are answered in their order:
// RESP has no ids, so the first answer belongs to the first command.

import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { RunningServer, ServerContext } from '@bytes-up/server-command';
import { answerCommand, failed, type Session } from './commands';
import { RespDecoder } from './decoder';
import { encodeResp } from './encode';

/** Listens, and serves until it is stopped. @throws what node:net says when the address cannot be taken */
export async function startFrontEnd(context: ServerContext): Promise<RunningServer> {
  const sessions = new Set<FrontEndConnection>();
  let count = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const session = new FrontEndConnection(socket, ++count, context);
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
  });
  server.maxConnections = context.limits.maxConnections;
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: context.host, port: context.port }, () => {
      server.off('error', reject).on('error', () => undefined);
      resolve(server.address() as AddressInfo);
    });
  });
  return {
    address: { host: address.address, port: address.port },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const session of sessions) session.stop();
      const cut = setTimeout(() => {
        for (const session of sessions) session.cut();
      }, context.limits.graceMs * 0.9);
      await closed;
      clearTimeout(cut);
    },
  };
}

class FrontEndConnection {
  readonly #decoder: RespDecoder;
  readonly #session: Session;
  #busy = false;
  #ending = false;

  constructor(
    private readonly socket: Socket,
    id: number,
    private readonly context: ServerContext,
  ) {
    const { log, limits } = context;
    const name = `${context.who}connection ${id} ${socket.remoteAddress}:${socket.remotePort}`;
    this.#session = { version: 2, id, quits: false };
    this.#decoder = new RespDecoder({ inline: true, maxBulkBytes: limits.maxFrameBytes });
    log(`${name} opened`);
    socket.on('error', () => undefined); // a reset; 'close' follows
    socket.on('close', () => log(`${name} closed`));
    socket.on('end', () => this.stop());
    socket.on('data', (chunk) => {
      this.#decoder.push(chunk);
      void this.#serve();
    });
  }

  /** Answers what it has read, and ends. */
  stop(): void {
    this.#ending = true;
    if (!this.#busy) this.socket.end();
  }

  cut(): void {
    this.socket.destroy();
  }

  // #region serve
  /** Answers every command that is complete, one after the other; all the answers that are ready leave in one write. */
  async #serve(): Promise<void> {
    if (this.#busy) return; // the loop that runs takes the new bytes too
    this.#busy = true;
    this.socket.pause(); // a client that floods waits until it is served
    this.socket.cork();
    for (let command = this.#next(); command !== undefined; command = this.#next()) {
      const answer = await answerCommand(command, this.#session, this.context.service);
      const hasRoom = this.socket.write(encodeResp(answer));
      if (!hasRoom) await this.#drained();
      if (this.#session.quits) this.#ending = true;
    }
    this.socket.uncork();
    this.#busy = false;
    if (this.#ending) this.socket.end();
    else this.socket.resume();
  }
  // #endregion serve

  /** The next command; undefined when there is none yet, or none any more. */
  #next(): ReturnType<RespDecoder['next']> {
    if (this.#session.quits || this.socket.destroyed) return undefined;
    try {
      return this.#decoder.next();
    } catch (error) {
      this.socket.write(encodeResp(failed(`ERR Protocol error: ${(error as Error).message}`)));
      this.#session.quits = this.#ending = true; // there is no boundary to go on from
      return undefined;
    }
  }

  #drained(): Promise<void> {
    this.socket.uncork();
    return new Promise((resolve) => {
      const done = (): void => {
        this.socket.off('drain', done).off('close', done);
        this.socket.cork();
        resolve();
      };
      this.socket.once('drain', done).once('close', done);
    });
  }
}
