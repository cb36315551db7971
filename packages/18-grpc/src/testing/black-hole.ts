// A port with a full backlog: connecting to it gets no reply. Needs Linux.

import { bind, close, connect, getsockname, listen, setNonBlocking, socket } from '@bytes-up/posix';

export class BlackHole {
  readonly #fds = [socket(), socket(), socket()];
  readonly port: number;

  constructor() {
    const [listener = -1, first = -1, second = -1] = this.#fds;
    bind(listener, { host: '127.0.0.1', port: 0 });
    listen(listener, 0);
    const address = getsockname(listener);
    this.port = address.port;
    connect(first, address);
    setNonBlocking(second); // the first fits into the backlog; the second may wait
    try {
      connect(second, address);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EINPROGRESS') throw error;
    }
  }

  close(): void {
    for (const fd of this.#fds) close(fd);
  }
}
