// Chapter 05 for a browser: everything but loadProto and parseProto, which read files. A
// Loader takes the text of each file instead. The only Node module is node:buffer, which
// the site's build replaces with a polyfill.
export { decodeMessage } from './message/decode';
export { encodeMessage } from './message/encode';
export { emptyMessage, type Message, type Value } from './message/message';
export { explainProtobuf } from './explain/explain-protobuf';
export { MessageCodec } from './fast/compile';
export { delimit, undelimit } from './wire/delimited';
export { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from './wire/limits';
export { ProtobufError } from './wire/protobuf-error';
export { WellKnown, type ReadImport } from './proto/link/well-known';
export { Loader } from './proto/loader';
export { ProtoError } from './proto/proto-error';
export { incompatibilities } from './schema/incompatible';
export * from './schema/schema';
