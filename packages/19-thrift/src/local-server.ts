// The servers and the clients of this chapter inside this process, for its demo and its
// tests.

import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';
import { HandMadeClient } from './by-hand/client';
import { startHandMadeServer } from './by-hand/server';
import { PiClient } from './client';
import { startThriftServer, type ThriftContext } from './server';
import { WIRES, type Wire } from './wire';

/** A free port of the loopback interface, and no log unless one is given. */
export function localContext(
  limits: Partial<Limits> = {},
  log: ThriftContext['log'] = () => undefined,
): ThriftContext {
  return {
    host: '127.0.0.1',
    port: 0,
    limits: { ...DEFAULT_LIMITS, graceMs: 1_000, ...limits },
    log,
  };
}

/** The interface of both clients. */
export interface AnyClient {
  calc(n: number): Promise<number>;
  ping(text: string): Promise<string>;
  note(text: string): void;
  close(): Promise<void>;
}

export const SERVERS = {
  'the library': startThriftServer,
  'the one by hand': startHandMadeServer,
} as const;

export const CLIENTS = {
  'the library': (port: number, wire: Wire): Promise<AnyClient> => PiClient.connect(port, wire),
  'the one by hand': (port: number, wire: Wire): Promise<AnyClient> =>
    Promise.resolve(new HandMadeClient(port, wire)),
} as const;

/** Each client with each server, over each wire. */
export const COMBINATIONS = WIRES.flatMap((wire) =>
  (Object.keys(CLIENTS) as (keyof typeof CLIENTS)[]).flatMap((client) =>
    (Object.keys(SERVERS) as (keyof typeof SERVERS)[]).map((server) => ({
      ...{ wire, client, server, name: `${wire.protocol}, ${wire.transport}` },
    })),
  ),
);
