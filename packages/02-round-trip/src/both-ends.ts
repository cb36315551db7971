// Both ends of a TCP connection in one process (chapter 02). That works because the
// kernel connects by itself, and keeps unread bytes: one thread can be client and server
// in turn, as long as no call has to wait for the other side.

import { accept, bind, close, connect, getsockname, listen, socket } from '@bytes-up/posix';

export interface BothEnds {
  readonly client: number;
  readonly server: number;
}

/** Opens a connection, passes both ends on, and closes them whatever happens. */
export function withBothEnds<Result>(use: (ends: BothEnds) => Result): Result {
  const listener = socket();
  const client = socket();
  try {
    bind(listener, { host: '127.0.0.1', port: 0 });
    listen(listener);
    connect(client, getsockname(listener));
    const server = accept(listener).fd;
    try {
      return use({ client, server });
    } finally {
      close(server);
    }
  } finally {
    close(client);
    close(listener);
  }
}
