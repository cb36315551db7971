// Chapter 04: Redis' text protocol.
export { RespClient, RespReplyError } from './client';
export { RespDecoder, type RespDecoderOptions } from './decoder';
export { encodeCommand, encodeResp } from './encode';
export { explainResp } from './explain-resp';
export { parseResp, type Parsed } from './parse';
export { fromInteger, RespFailure, RespPush, toReply, type Reply } from './reply/reply';
export { ReplyDecoder } from './reply/reply-decoder';
export { RespError } from './line/resp-error';
export { bulk, DEFAULT_RESP_LIMITS, type RespLimits, type RespPair, type RespValue } from './value';
