// What goes over the wire, and in what: Thrift lets both be chosen (chapter 19).

import * as thrift from 'thrift';
import {
  TBinaryProtocol,
  TBufferedTransport,
  TCompactProtocol,
  TFramedTransport,
  TJSONProtocol,
} from 'thrift';

// The library says what it thinks on standard output, where the ready line of a server command stands alone. (Its types lack this.)
(thrift as unknown as { setLogLevel(level: string): void }).setLogLevel('none');

export const PROTOCOLS = ['binary', 'compact', 'json'] as const;
export const TRANSPORTS = ['buffered', 'framed'] as const;

export type ProtocolName = (typeof PROTOCOLS)[number];
export type TransportName = (typeof TRANSPORTS)[number];

/** A protocol says how values become bytes, a transport how bytes travel: as they are, or with a length before each message. */
export interface Wire {
  readonly protocol: ProtocolName;
  readonly transport: TransportName;
}

/** Every protocol in every transport. */
export const WIRES: readonly Wire[] = PROTOCOLS.flatMap((protocol) =>
  TRANSPORTS.map((transport) => ({ protocol, transport })),
);

/** The library's classes. */
export function classesOf({ protocol, transport }: Wire) {
  return {
    protocol: { binary: TBinaryProtocol, compact: TCompactProtocol, json: TJSONProtocol }[protocol],
    transport: { buffered: TBufferedTransport, framed: TFramedTransport }[transport],
  };
}
