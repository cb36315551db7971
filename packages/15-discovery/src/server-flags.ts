// The flags of a server that registers itself (chapters 15 and 17).

import { UsageError } from '@bytes-up/protocol';
import { type ServerOptions, type StringOption } from '@bytes-up/server-kit';
import { isIPv6 } from 'node:net';
import { isWildcard } from './registry/advertised';
import { DEFAULT_WEIGHT, MAX_WEIGHT, type ServerEntry } from './registry/entry';
import { DEFAULT_SERVICE, parseServiceName, type ServiceName } from './registry/node-names';
import { parseConnectString } from './zookeeper/connect-string';

/** Where to register, and with what entry. */
export interface RegistrationFlags {
  readonly zookeeper: string;
  readonly service: ServiceName;
  readonly sessionTimeoutMs: number;
  /**
   * How long a server goes on serving after it has left the registry, in milliseconds:
   * clients need a moment to notice.
   */
  readonly leaveMs: number;
  /** @param port the one that the server listens on, unless the flags name another one */
  entry(port: number): ServerEntry;
}

// #region strings
export const REGISTRATION_FLAGS: Readonly<Record<string, StringOption>> = {
  zookeeper: {
    argument: 'host:port[,host:port][/chroot]',
    meaning: 'the registry; `npm start -- zookeeper` starts one for all servers',
    env: 'BYTES_UP_ZOOKEEPER',
  },
  advertise: {
    argument: 'host[:port]',
    meaning:
      'the address that clients connect to; by default the one of --host, and needed with --host 0.0.0.0 or ::',
  },
  weight: {
    argument: 'n',
    meaning: `the share of the load, from 1 to ${MAX_WEIGHT}`,
    default: String(DEFAULT_WEIGHT),
  },
  version: { argument: 'text', meaning: 'the version of the server, for information', default: '' },
  root: {
    argument: 'path',
    meaning: 'the node of the service',
    default: DEFAULT_SERVICE.root,
  },
  name: { argument: 'name', meaning: "the name of a server's node", default: DEFAULT_SERVICE.name },
  session: { argument: 'ms', meaning: 'session timeout', default: '10000' },
  leave: {
    argument: 'ms',
    meaning: 'from leaving the registry to stopping, so that clients notice',
    default: '500',
  },
};
// #endregion strings

const NO_REGISTRY =
  'which registry? Start one for all servers, `npm start -- zookeeper --port 2181`, and give --zookeeper 127.0.0.1:2181';

const NO_ADDRESS = (host: string): string =>
  `--host ${host} means all addresses of this machine, and clients cannot connect to it: give --advertise HOST[:PORT]`;

/** @throws UsageError for a missing or invalid flag */
export function registrationFlags({
  host,
  strings,
}: Pick<ServerOptions, 'host' | 'strings'>): RegistrationFlags {
  const { zookeeper, advertise } = strings;
  if (zookeeper === undefined || zookeeper === '') throw new UsageError(NO_REGISTRY);
  try {
    parseConnectString(zookeeper);
  } catch (error) {
    throw new UsageError(`--zookeeper: ${(error as Error).message}`);
  }
  const [ourHost, ourPort] = advertised(host, advertise);
  const weight = whole(strings, 'weight', 1, MAX_WEIGHT);
  return {
    zookeeper,
    service: serviceName(strings),
    sessionTimeoutMs: whole(strings, 'session', 200, 60_000),
    leaveMs: whole(strings, 'leave', 0, 60_000),
    entry: (port) => ({
      host: ourHost,
      port: ourPort ?? port,
      weight,
      version: strings['version'] ?? '',
    }),
  };
}

// #region advertised
/**
 * @returns the address for clients; without a port, the one that the server listens on
 */
function advertised(host: string, advertise: string | undefined): [string, number | undefined] {
  if (advertise === undefined) {
    if (isWildcard(host)) throw new UsageError(NO_ADDRESS(host));
    if (isIPv6(host)) return [host, undefined];
  }
  const given = advertise ?? host;
  const [, bracketed, plain, port] =
    /^(?:\[([\da-f:.]{2,45})\]|([\w.-]{1,255}))(?::(\d{1,5}))?$/i.exec(given) ?? [];
  const ourHost = bracketed ?? plain;
  const ourPort = port === undefined ? undefined : Number(port);
  const isRight =
    ourHost !== undefined &&
    (bracketed === undefined || isIPv6(bracketed)) &&
    (ourPort === undefined || (ourPort >= 1 && ourPort <= 65_535));
  if (!isRight || isWildcard(ourHost))
    throw invalidValue('advertise', 'host[:port] that clients can connect to', given);
  return [ourHost, ourPort];
}
// #endregion advertised

function serviceName(strings: ServerOptions['strings']): ServiceName {
  try {
    return parseServiceName(strings);
  } catch (error) {
    throw new UsageError(`${(error as Error).message} (see --help)`);
  }
}

function whole(strings: ServerOptions['strings'], flag: string, min: number, max: number): number {
  const text = strings[flag] ?? '';
  const number = Number(text);
  if (/^\d{1,6}$/.test(text) && number >= min && number <= max) return number;
  throw invalidValue(flag, `a whole number from ${min} to ${max}`, text);
}

function invalidValue(flag: string, expected: string, got: string): UsageError {
  return new UsageError(
    `--${flag}: expected ${expected}, got ${JSON.stringify(got.slice(0, 100))} (see --help)`,
  );
}
