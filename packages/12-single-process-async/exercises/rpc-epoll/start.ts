// my/rpc, step 10: one process, with epoll by hand.
// The task: npm start -- exercise 12-rpc-epoll

import { parseArgs } from 'node:util';
// You will need these, and more of '@bytes-up/posix':
// import { epoll_create1, epoll_ctl, EpollEvents, tryEpollWait } from '@bytes-up/posix';
// import { pingAndPi } from '@bytes-up/protocol';
// import { dispatch } from './dispatch';
// import { encodeFrame, FrameDecoder } from './frames';

/** Where connections come from. */
export interface Source {
  /** Readable when there may be a connection. Non-blocking. */
  readonly fd: number;
  /** The next connection, non-blocking; undefined if there is none now. */
  next(): number | undefined;
}

/** The connections of a listening socket. Port 0 picks a free one. */
export function listenOn(host: string, port: number): Source {
  throw new Error(`not written yet: listen on ${host}, port ${port}`);
}

/**
 * Serves every connection that comes from the source. When `stopped` returns true, it
 * closes the source, answers what was read, and resolves when all connections are closed.
 */
export async function serve(source: Source, stopped: () => boolean): Promise<void> {
  throw new Error(`not written yet: serve what comes from ${source.fd} unless ${stopped()}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
    },
  });
  const source = listenOn(values.host, Number(values.port));
  // not written yet: the signals, and the ready line
  await serve(source, () => false);
}

// Not when another file imports this one, as steps 11 and 12 do.
if (require.main === module) void main();
