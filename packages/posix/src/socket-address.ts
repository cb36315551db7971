// IPv4 addresses as the socket calls want them: struct sockaddr_in, 16 bytes (`man 7 ip`).
//
//     0        2        4                 8                        16
//     │ family │  port  │  IPv4 address   │  zeros                 │
//     │ host's │ network byte order: big-endian                    │

import { isIPv4 } from 'node:net';

/** One end of a TCP connection. */
export interface SocketAddress {
  /** An IPv4 address in dotted form, `127.0.0.1`. Not a name: looking names up is no system call. */
  readonly host: string;
  /** 0 … 65,535. For bind, 0 asks for any free port; getsockname tells which it was. */
  readonly port: number;
}

export const AF_UNIX = 1;
export const AF_INET = 2;

export const SOCKADDR_IN_BYTES = 16;

/** `{host, port}` as a struct sockaddr_in. Throws a TypeError or RangeError for what is no IPv4 address or no port. */
export function encodeSocketAddress({ host, port }: SocketAddress): Buffer {
  if (!isIPv4(host)) {
    throw new TypeError(
      `host must be an IPv4 address such as 127.0.0.1, got ${JSON.stringify(host)}`,
    );
  }
  if (!Number.isInteger(port) || port < 0 || port > 0xffff) {
    throw new RangeError(`port must be an integer from 0 to 65535, got ${port}`);
  }
  const bytes = Buffer.alloc(SOCKADDR_IN_BYTES);
  bytes.writeUInt16LE(AF_INET, 0);
  bytes.writeUInt16BE(port, 2);
  bytes.set(host.split('.').map(Number), 4);
  return bytes;
}

/** A struct sockaddr_in as `{host, port}`. An end that is no IPv4 address (a UNIX socket) is a TypeError. */
export function decodeSocketAddress(bytes: Buffer): SocketAddress {
  const family = bytes.readUInt16LE(0);
  if (family !== AF_INET) {
    throw new TypeError(`expected an IPv4 address (family ${AF_INET}), got family ${family}`);
  }
  return {
    host: `${bytes[4]}.${bytes[5]}.${bytes[6]}.${bytes[7]}`,
    port: bytes.readUInt16BE(2),
  };
}

/** `127.0.0.1:8080`. */
export function formatSocketAddress({ host, port }: SocketAddress): string {
  return `${host}:${port}`;
}
