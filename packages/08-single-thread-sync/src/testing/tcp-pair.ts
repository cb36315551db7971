// Both ends of a TCP connection inside the test. What the client sends waits in the
// kernel until the test serves the other end.

import { accept, bind, close, connect, getsockname, listen, socket } from '@bytes-up/posix';

export function tcpPair(): { readonly client: number; readonly server: number } {
  const listener = socket();
  bind(listener, { host: '127.0.0.1', port: 0 });
  listen(listener);
  const client = socket();
  connect(client, getsockname(listener)); // succeeds before accept is called
  const server = accept(listener).fd;
  close(listener);
  return { client, server };
}
