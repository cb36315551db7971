// Stage 1: listenOn, by asking the kernel about the descriptor that it returns.

import { once } from 'node:events';
import net from 'node:net';
import {
  close,
  getsockname,
  getsockopt,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SOL_SOCKET,
} from '@bytes-up/posix';
import { CaseFailed, expectEqual, expectResult, type JudgedCase } from '@bytes-up/testkit';
import type { Blocking } from './blocking';

const LISTENING = 'Stage 1: the listening socket';
const GIVEN = "listenOn('127.0.0.1', 0)";
/** A server that blocks in accept for longer than this notices the stop too late. */
const MAX_POLL_MS = 500;

export const listening: readonly JudgedCase<Blocking>[] = [
  {
    title: 'a client can connect',
    section: LISTENING,
    run: (exports) =>
      withListener(exports, async (fd) => {
        const { port } = getsockname(fd);
        const client = net.connect(port, '127.0.0.1');
        try {
          await once(client, 'connect');
        } catch (error) {
          const came = `port ${port}: ${(error as Error).message}`;
          throw new CaseFailed({ given: GIVEN, expected: 'a listening socket', came });
        } finally {
          client.destroy();
        }
      }),
  },
  {
    title: 'it listens on this address, and on no other',
    section: LISTENING,
    run: (exports) =>
      withListener(exports, (fd) => {
        expectEqual(`${GIVEN}; getsockname(fd).host`, '127.0.0.1', getsockname(fd).host);
      }),
  },
  {
    title: 'it can be bound again at once after a stop',
    section: LISTENING,
    run: (exports) =>
      withListener(exports, (fd) => {
        const given = `${GIVEN}; getsockopt(fd, SOL_SOCKET, SO_REUSEADDR)`;
        expectEqual(given, 1, getsockopt(fd, SOL_SOCKET, SO_REUSEADDR));
      }),
  },
  {
    title: 'accept does not block forever',
    section: LISTENING,
    run: (exports) =>
      withListener(exports, (fd) => {
        const timeoutMs = getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO);
        if (timeoutMs > 0 && timeoutMs <= MAX_POLL_MS) return;
        throw new CaseFailed({
          given: `${GIVEN}; getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO)`,
          expected: '100 ms',
          came: timeoutMs === 0 ? '0, which is no timeout' : `${timeoutMs} ms`,
        });
      }),
  },
];

async function withListener(
  { listenOn }: Blocking,
  use: (fd: number) => void | Promise<void>,
): Promise<void> {
  const fd = expectResult(GIVEN, () => listenOn('127.0.0.1', 0));
  if (!Number.isInteger(fd))
    throw new CaseFailed({ given: GIVEN, expected: 'a descriptor, a number', came: String(fd) });
  try {
    await use(fd);
  } finally {
    close(fd);
  }
}
