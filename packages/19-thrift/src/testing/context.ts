// What a server of this chapter is started with in a test.

import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-command';
import { HandMadeClient } from '../by-hand/client';
import { startHandMadeServer, type HandMadeWire } from '../by-hand/server';
import { PiClient } from '../client';
import { startThriftServer, type ThriftContext } from '../server';
import { PROTOCOLS, TRANSPORTS, type Wire } from '../wire';

export const log: string[] = [];

export function contextWith(limits: Partial<Limits> = {}): ThriftContext {
  return {
    host: '127.0.0.1',
    port: 0,
    limits: { ...DEFAULT_LIMITS, graceMs: 1_000, ...limits },
    log: (line) => void log.push(line),
  };
}

/** What both clients can do, in the same words. */
export interface AnyClient {
  calc(n: number): Promise<number>;
  ping(text: string): Promise<string>;
  note(text: string): void;
  close(): Promise<void>;
}

export const byHandToo = (wire: Wire): wire is HandMadeWire => wire.protocol !== 'json';

export const SERVERS = {
  'the library': startThriftServer,
  'the one by hand': (context: ThriftContext, wire: Wire): Promise<RunningServer> => {
    if (!byHandToo(wire)) throw new Error('JSON is not there by hand');
    return startHandMadeServer(context, wire);
  },
} as const;

export const CLIENTS = {
  'the library': (port: number, wire: Wire): Promise<AnyClient> => PiClient.connect(port, wire),
  'the one by hand': (port: number, wire: Wire): Promise<AnyClient> => {
    if (!byHandToo(wire)) throw new Error('JSON is not there by hand');
    return HandMadeClient.connect(port, wire);
  },
} as const;

export const WIRES: readonly Wire[] = PROTOCOLS.flatMap((protocol) =>
  TRANSPORTS.map((transport) => ({ protocol, transport })),
);

/** Everybody with everybody, over everything that both can speak. */
export const COMBINATIONS = WIRES.flatMap((wire) =>
  (Object.keys(CLIENTS) as (keyof typeof CLIENTS)[]).flatMap((client) =>
    (Object.keys(SERVERS) as (keyof typeof SERVERS)[])
      .filter((server) => byHandToo(wire) || (client === 'the library' && server === 'the library'))
      .map((server) => ({ wire, client, server, name: `${wire.protocol}, ${wire.transport}` })),
  ),
);
