// Chapter 05: protobuf's binary protocol.
export { decodeMessage } from './decode';
export { delimit, undelimit } from './delimited';
export { encodeMessage } from './encode';
export { explainProtobuf } from './explain-protobuf';
export { MessageCodec } from './fast/compile';
export { incompatibilities } from './incompatible';
export { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from './limits';
export { emptyMessage, type Message, type Value } from './message';
export { ProtobufError } from './protobuf-error';
export { loadProto, parseProto, type ParseOptions, type ReadImport } from './proto/load';
export { ProtoError } from './proto/proto-error';
export * from './schema';
