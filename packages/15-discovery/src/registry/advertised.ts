// The address that a server advertises in the registry (chapter 15). Clients connect to
// it, so it must mean the same on their machines.

import { BlockList, isIP, isIPv4 } from 'node:net';

const WILDCARD = new BlockList();
WILDCARD.addAddress('0.0.0.0', 'ipv4');
WILDCARD.addAddress('::', 'ipv6');
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * All addresses of a machine. A server can listen on it, but a client cannot connect to
 * it: on each machine it means that machine. The resolver reads `0` and `0.0` as 0.0.0.0.
 */
export function isWildcard(host: string): boolean {
  return /^0+(\.0+){0,3}$/.test(host) || isOf(WILDCARD, host);
}

/** An address that means the machine itself, on every machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || isOf(LOOPBACK, host);
}

function isOf(list: BlockList, host: string): boolean {
  return isIP(host) !== 0 && list.check(host, isIPv4(host) ? 'ipv4' : 'ipv6');
}
