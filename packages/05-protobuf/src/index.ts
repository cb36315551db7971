// Chapter 05: protobuf's binary protocol.
export { decodeMessage } from './message/decode';
export { delimit, undelimit } from './wire/delimited';
export { encodeMessage } from './message/encode';
export { explainProtobuf } from './explain/explain-protobuf';
export { MessageCodec } from './fast/compile';
export { incompatibilities } from './schema/incompatible';
export { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from './wire/limits';
export { emptyMessage, type Message, type Value } from './message/message';
export { ProtobufError } from './wire/protobuf-error';
export { loadProto, parseProto, type ParseOptions, type ReadImport } from './proto/load';
export { ProtoError } from './proto/proto-error';
export * from './schema/schema';
