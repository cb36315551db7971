// IP addresses as the socket calls want them: struct sockaddr_in, 16 bytes (`man 7 ip`),
// and struct sockaddr_in6, 28 bytes (`man 7 ipv6`).
//
//     0        2        4                 8                        16       24       28
//     │ family │  port  │  IPv4 address   │  zeros                 │
//     │ family │  port  │  flow info      │  IPv6 address                   │ scope  │
//     │ host's │ network byte order: big-endian                             │ host's │

import { isIPv4, isIPv6 } from 'node:net';

/** One end of a TCP connection. */
export interface SocketAddress {
  /**
   * An IP address, `127.0.0.1` or `::1`. Not a name, because no system call looks up
   * names.
   */
  readonly host: string;
  /** 0 … 65,535. For bind, 0 asks for any free port; getsockname returns it. */
  readonly port: number;
}

export const AF_UNIX = 1;
export const AF_INET = 2;
/** Linux; other systems have other numbers. */
export const AF_INET6 = 10;

const SOCKADDR_IN_BYTES = 16;
const SOCKADDR_IN6_BYTES = 28;
/** Room for either. */
export const SOCKADDR_BYTES = SOCKADDR_IN6_BYTES;

/**
 * The family of a socket for this address.
 * @throws TypeError if it is not an IP address
 */
export function familyOf(host: string): typeof AF_INET | typeof AF_INET6 {
  if (isIPv4(host)) return AF_INET;
  if (isIPv6(host) && !host.includes('%')) return AF_INET6;
  throw new TypeError(
    `host must be an IP address such as 127.0.0.1 or ::1, got ${JSON.stringify(host)}`,
  );
}

/**
 * `{host, port}` as a struct sockaddr_in or sockaddr_in6.
 * @throws TypeError if host is not an IP address; RangeError if port is not a port
 */
export function encodeSocketAddress({ host, port }: SocketAddress): Buffer {
  const family = familyOf(host);
  if (!Number.isInteger(port) || port < 0 || port > 0xffff) {
    throw new RangeError(`port must be an integer from 0 to 65535, got ${port}`);
  }
  const bytes = Buffer.alloc(family === AF_INET ? SOCKADDR_IN_BYTES : SOCKADDR_IN6_BYTES);
  bytes.writeUInt16LE(family, 0);
  bytes.writeUInt16BE(port, 2);
  if (family === AF_INET) bytes.set(parseIPv4(host), 4);
  else parseIPv6(host).forEach((group, i) => bytes.writeUInt16BE(group, 8 + 2 * i));
  return bytes;
}

/**
 * A struct sockaddr_in or sockaddr_in6 as `{host, port}`.
 * @throws TypeError if it is neither, such as the address of a UNIX socket
 */
export function decodeSocketAddress(bytes: Buffer): SocketAddress {
  const family = bytes.readUInt16LE(0);
  const port = bytes.readUInt16BE(2);
  if (family === AF_INET) return { host: bytes.subarray(4, 8).join('.'), port };
  if (family === AF_INET6) return { host: formatIPv6(bytes.subarray(8, 24)), port };
  throw new TypeError(
    `expected an IP address (family ${AF_INET} or ${AF_INET6}), got family ${family}`,
  );
}

/** `127.0.0.1:8080`, `[::1]:8080`. */
export function formatSocketAddress({ host, port }: SocketAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function parseIPv4(host: string): number[] {
  return host.split('.').map(Number);
}

/**
 * The eight groups of 16 bits. `::` stands for as many zeros as are missing; the last two
 * may be written as IPv4.
 */
function parseIPv6(host: string): number[] {
  const [left = '', right] = host.split('::');
  const before = parseGroups(left);
  if (right === undefined) return before;
  const after = parseGroups(right);
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after];
}

function parseGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = parseIPv4(group);
    return [a * 256 + b, c * 256 + d];
  });
}

/**
 * As in RFC 5952: no leading zeros, `::` for the longest run of zeros, and dotted form
 * for an IPv4 client of an IPv6 socket.
 */
function formatIPv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16));
  const text = groups.join(':');
  if (text.startsWith('0:0:0:0:0:ffff:')) return `::ffff:${bytes.subarray(12).join('.')}`;
  const runs = text.match(/\b0(:0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const at = `:${text}:`.indexOf(`:${longest}:`);
  return `${text.slice(0, Math.max(0, at - 1))}::${text.slice(at + longest.length + 1)}`;
}
