// Chapter 18 for a browser: gRPC's messages and errors, and HTTP/2's frames in words,
// without the connections. Of Node's modules it needs only node:buffer. The site's build
// puts a polyfill there.
export { piCodecs, type Codec } from './by-hand/message/pi-codecs';
export { MessageReader, prefix, type Message } from './by-hand/message/message-prefix';
export { GRPC_CODES, GrpcError, type GrpcCode } from './by-hand/ending/grpc-error';
export { describeFrame, type HeaderReader } from './transcript/describe-frame';
export { explainHttp2, explainMessages } from './transcript/explain-grpc';
export { Http2FrameSplitter, PREFACE, type Http2Frame } from './transcript/http2-frames';
