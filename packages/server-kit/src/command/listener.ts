// Opens the listening socket of a blocking engine: socket, bind, listen. Chapters 08 to
// 14.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  bind,
  close,
  familyOf,
  listen,
  setsockopt,
  SO_REUSEADDR,
  socket,
  SOL_SOCKET,
} from '@bytes-up/posix';
import type { ServerOptions } from './spec';
import { listenError } from './ready';
import { UsageError } from '@bytes-up/protocol';

// #region listen
/**
 * The backlog is maxConnections, so that many clients may wait. The kernel caps it at
 * somaxconn.
 * @throws UsageError if the address cannot be used
 */
export async function openListener(options: ServerOptions): Promise<number> {
  const { host, port, limits } = options;
  try {
    const address = await addressOf(host);
    const listener = socket(familyOf(address));
    try {
      // otherwise bind fails after a restart, while old connections are in TIME_WAIT
      setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1);
      bind(listener, { host: address, port });
      listen(listener, limits.maxConnections);
      return listener;
    } catch (error) {
      close(listener);
      throw error;
    }
  } catch (error) {
    throw listenError(error, options);
  }
}
// #endregion listen

/** Looks up a name; IPv4 is preferred. An address is returned as it is. */
async function addressOf(host: string): Promise<string> {
  if (host.includes('%')) {
    throw new UsageError(`--host: expected an address without a zone, got ${host}`);
  }
  if (isIP(host) !== 0) return host;
  const found = await lookup(host, { all: true });
  return (found.find(({ family }) => family === 4) ?? found[0])?.address ?? host;
}
