// The entry of a server in the registry (chapter 15): the booklet's `{"host": …, "port":
// …}`, which its programs can still read, and two more fields.

import { isWildcard } from './advertised';

export interface ServerEntry {
  readonly host: string;
  readonly port: number;
  /** Its share of the load relative to the others, from 1 to 1,000. Default 100. */
  readonly weight: number;
  /** The version that it runs, for information: `1.4.2`. Default empty. */
  readonly version: string;
}

export const DEFAULT_WEIGHT = 100;
export const MAX_WEIGHT = 1_000;
const MAX_BYTES = 4_096;

/** `host:port`, or `[::1]:port`. Two entries with the same key are the same server. */
export function keyOf({ host, port }: Pick<ServerEntry, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function encodeEntry(entry: ServerEntry): Buffer {
  return Buffer.from(JSON.stringify(entry));
}

// #region parse
/** Any client may have written the node. @throws Error that says what is wrong with it */
export function parseEntry(data: Buffer): ServerEntry {
  if (data.length > MAX_BYTES)
    throw new Error(`an entry of ${data.length} bytes exceeds the limit of ${MAX_BYTES}`);
  const value: unknown = JSON.parse(data.toString());
  if (typeof value !== 'object' || value === null) throw new Error('an entry is a JSON object');
  const { host, port, weight = DEFAULT_WEIGHT, version = '' } = value as Record<string, unknown>;
  if (typeof host !== 'string' || !/^[\w.:-]{1,255}$/.test(host))
    throw new Error('host must be a name or an address');
  if (isWildcard(host))
    throw new Error(`host ${host} is every address of a machine, and no client can connect to it`);
  if (!isWhole(port, 1, 65_535)) throw new Error('port must be a number from 1 to 65535');
  if (!isWhole(weight, 1, MAX_WEIGHT))
    throw new Error(`weight must be a number from 1 to ${MAX_WEIGHT}`);
  if (typeof version !== 'string' || version.length > 100)
    throw new Error('version must be a short string');
  return { host, port, weight, version };
}
// #endregion parse

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
