// Descriptors for tests, all closed when the test ends.

import { bind, close, connect, getsockname, listen, socket, accept, socketpair } from '..';
import type { SocketAddress, SystemError } from '..';

/** The descriptors of one test. `afterEach(() => fds.closeAll())`. */
export class Descriptors {
  readonly #open = new Set<number>();

  /** Closes this descriptor too when the test ends. */
  own(fd: number): number {
    this.#open.add(fd);
    return fd;
  }

  /** Closes one before the test ends. */
  close(fd: number): void {
    this.#open.delete(fd);
    close(fd);
  }

  closeAll(): void {
    for (const fd of this.#open) close(fd);
    this.#open.clear();
  }

  /** A socket that listens on a free port of this machine. */
  listener(): { fd: number; address: SocketAddress } {
    const fd = this.own(socket());
    bind(fd, { host: '127.0.0.1', port: 0 });
    listen(fd);
    return { fd, address: getsockname(fd) };
  }

  /** Both ends of a TCP connection on this machine. */
  tcpPair(): [client: number, server: number] {
    const { fd, address } = this.listener();
    const client = this.own(socket());
    connect(client, address); // completed by the kernel, before accept is called
    const server = this.own(accept(fd).fd);
    this.close(fd);
    return [client, server];
  }

  /** Both ends of a UNIX stream connection. */
  unixPair(): [number, number] {
    const [a, b] = socketpair();
    return [this.own(a), this.own(b)];
  }
}

/** The error that a call throws. */
export function errorOf(call: () => unknown): SystemError {
  try {
    call();
  } catch (error) {
    return error as SystemError;
  }
  throw new Error('it did not fail');
}
