// The server with Thrift's library (chapter 19).

import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setImmediate as readOnce, setTimeout as delay } from 'node:timers/promises';
import type { Limits } from '@bytes-up/protocol';
import type { Log, RunningServer } from '@bytes-up/server-kit';
import { createServer } from 'thrift';
import * as PiService from './generated/PiService';
import { IllegalArgument, PiResponse, type PiRequest } from './generated/pi_types';
import { IllegalN, piOf } from './pi-handler';
import { classesOf, type Wire } from './wire';

/** What of a server command's context this one uses. */
export interface ThriftContext {
  readonly host: string;
  readonly port: number;
  readonly limits: Limits;
  readonly log: Log;
}

/**
 * The grace period in milliseconds: when the server stops, received calls are answered
 * within it.
 */
const LAST_ANSWERS_MS = 50;

type Result<T> = (error: Error | null, value?: T) => void;

// #region handler
const handlerFor = (log: Log) => ({
  calc: (req: PiRequest | null, result: Result<PiResponse>) => {
    try {
      // Arguments are optional in Thrift: a missing one, or one of another type, is null.
      result(null, new PiResponse({ value: piOf(req?.n ?? 0) }));
    } catch (error) {
      const isIllegal = error instanceof IllegalN;
      result(isIllegal ? new IllegalArgument({ message: error.message }) : (error as Error));
    }
  },
  ping: (text: string | null, result: Result<string>) => result(null, text ?? ''),
  // One-way: there is no reply.
  note: (text: string | null) => log(`note: ${(text ?? '').slice(0, 200)}`),
});
// #endregion handler

/**
 * Listens, and serves until it is stopped.
 * @throws Error if it cannot listen on the address
 */
export async function startThriftServer(
  { host, port, limits, log }: ThriftContext,
  wire: Wire,
): Promise<RunningServer> {
  const options = { ...classesOf(wire), maxLength: limits.maxFrameBytes };
  const server = createServer(PiService, handlerFor(log), options) as Server;
  const running = await keep(server, { host, port, limits });
  server.on('error', (error: Error) => log(`connection closed: ${error.message}`));
  return running;
}

/** Limits for the connections of both servers, and their graceful stop. */
export async function keep(
  server: Server,
  { host, port, limits }: Pick<ThriftContext, 'host' | 'port' | 'limits'>,
): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  server.maxConnections = limits.maxConnections;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay();
    endWhenIdle(socket, limits.idleTimeoutMs);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', () => {
      if (!socket.writableNeedDrain) return;
      socket.pause(); // the client does not read, so stop reading from it
      socket.once('drain', () => socket.resume());
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { address, port: bound } = server.address() as AddressInfo;
  return {
    address: { host: address, port: bound },
    stop: async () => {
      // Not `once`: an error of a connection would reject it.
      const closed = new Promise((resolve) => server.close(resolve));
      await delay(LAST_ANSWERS_MS);
      await readOnce(); // after a stall, timers run before reads
      for (const socket of sockets) socket.end();
      const cut = (): void => sockets.forEach((socket) => socket.destroy());
      const timer = setTimeout(() => setImmediate(cut), limits.graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/**
 * Closes an idle connection. It reads the socket first, because after a stall of this
 * process Node runs its timers before it reads.
 */
function endWhenIdle(socket: Socket, afterMs: number): void {
  socket.setTimeout(afterMs); // a callback here would be called only once
  socket.on('timeout', () => {
    const { bytesRead } = socket;
    setImmediate(() => {
      if (socket.bytesRead === bytesRead) socket.destroy();
    });
  });
}
