// Both ends of a TCP connection in one process. This works because the kernel completes
// the connection without the program, and buffers bytes until they are read. So one
// thread can be client and server in turn, as long as no call has to wait for the other
// end.

import { accept, bind, close, connect, getsockname, listen, socket } from '@bytes-up/posix';

export interface BothEnds {
  readonly client: number;
  readonly server: number;
}

/** Opens a connection, passes both ends to a function, and closes them afterwards. */
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
