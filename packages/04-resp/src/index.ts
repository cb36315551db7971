// Chapter 04, Redis' text protocol.
export { RespClient, RespReplyError } from './client';
export { RespDecoder, type RespDecoderOptions } from './decoder';
export { encodeCommand, encodeResp } from './encode';
export { explainResp } from './explain-resp';
export { parseResp, type Parsed } from './parse';
export { RespError } from './resp-error';
export { bulk, DEFAULT_RESP_LIMITS, type RespLimits, type RespPair, type RespValue } from './value';
