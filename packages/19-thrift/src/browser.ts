// Chapter 19 for a browser: Thrift's protocols and transports by hand, without the
// sockets and without the library. Of Node's modules it needs only node:buffer. The
// site's build puts a polyfill there.
export { explainCompact } from './by-hand/explain-compact';
export * from './by-hand/pi-messages';
export * from './by-hand/protocols/protocol';
export { envelope, MessageStream, readerFor, writerFor } from './by-hand/transport';
export type { ProtocolName, TransportName, Wire } from './wire';
