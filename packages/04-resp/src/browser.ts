// Chapter 04 for a browser: RESP's values and bytes, without the client, which needs a
// socket. Of Node's modules it needs only node:buffer. The site's build puts a polyfill
// there.
export { RespDecoder, type RespDecoderOptions } from './decoder';
export { encodeCommand, encodeResp } from './encode';
export { explainResp } from './explain-resp';
export { parseResp, type Parsed } from './parse';
export { fromInteger, RespFailure, RespPush, toReply, type Reply } from './reply/reply';
export { ReplyDecoder } from './reply/reply-decoder';
export { RespError } from './line/resp-error';
export { bulk, DEFAULT_RESP_LIMITS, type RespLimits, type RespPair, type RespValue } from './value';
