// A RESP front end for our service (chapter 04). The commands of a connection are
// answered in order: RESP has no ids, so the first reply belongs to the first command.

import { createServer, type AddressInfo } from 'node:net';
import type { Address } from '@bytes-up/protocol';
import { graceBeforeExit } from '@bytes-up/server-kit';
import type { RunningServer, ServeContext } from '@bytes-up/server-kit';
import { FrontEndConnection } from './connection';
import { HeldBytes } from './held-bytes';

/**
 * The limit for all connections together: this many of the largest commands, plus what
 * one read may add to each.
 */
const LARGEST_COMMANDS = 16;
const READ_BYTES = 64 * 1024;

/** Listens, and serves until it is stopped. @throws the error of node:net from listen */
export async function startFrontEnd(
  context: ServeContext,
  { host, port }: Address,
): Promise<RunningServer> {
  const sessions = new Set<FrontEndConnection>();
  const held = new HeldBytes<FrontEndConnection>(
    LARGEST_COMMANDS * (context.limits.maxFrameBytes + READ_BYTES),
  );
  let count = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const session = new FrontEndConnection(socket, ++count, context, held);
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
  });
  server.maxConnections = context.limits.maxConnections;
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
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
      }, graceBeforeExit(context.limits.graceMs));
      await closed;
      clearTimeout(cut);
    },
  };
}
