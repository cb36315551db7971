// The protocol and the transport, which are separate choices in Thrift (chapter 19).

import * as thrift from 'thrift';
import {
  TBinaryProtocol,
  TBufferedTransport,
  TCompactProtocol,
  TFramedTransport,
  TJSONProtocol,
} from 'thrift';

// The library logs to standard output, which is reserved for the ready line of a server
// command. (Its types lack this.)
(thrift as unknown as { setLogLevel(level: string): void }).setLogLevel('none');

export const PROTOCOLS = ['binary', 'compact', 'json'] as const;
export const TRANSPORTS = ['buffered', 'framed'] as const;

export type ProtocolName = (typeof PROTOCOLS)[number];
export type TransportName = (typeof TRANSPORTS)[number];

/**
 * A protocol encodes values as bytes. A transport sends the bytes, as they are or with a
 * length before each message.
 */
export interface Wire {
  readonly protocol: ProtocolName;
  readonly transport: TransportName;
}

/** Every protocol in every transport. */
export const WIRES: readonly Wire[] = PROTOCOLS.flatMap((protocol) =>
  TRANSPORTS.map((transport) => ({ protocol, transport })),
);

/** The classes of the library. */
export function classesOf({ protocol, transport }: Wire) {
  return {
    protocol: { binary: TBinaryProtocol, compact: TCompactProtocol, json: TJSONProtocol }[protocol],
    transport: { buffered: TBufferedTransport, framed: TFramedTransport }[transport],
  };
}
