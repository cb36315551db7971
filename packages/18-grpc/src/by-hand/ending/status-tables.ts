// The codes of calls that end without a grpc-status (chapter 18), because a proxy
// answered instead of the server, or the stream was reset.

import type { GrpcCode } from './grpc-error';

// #region http
/** grpc/doc/http-grpc-status-mapping.md. Every other status is UNKNOWN, including 200. */
const CODE_OF_HTTP_STATUS: Readonly<Record<number, GrpcCode>> = {
  400: 'INTERNAL',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'UNIMPLEMENTED',
  429: 'UNAVAILABLE',
  431: 'INTERNAL',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};
// #endregion http

export function codeOfHttpStatus(status: number): GrpcCode {
  return CODE_OF_HTTP_STATUS[status] ?? 'UNKNOWN';
}

// #region reset
/** The error codes of RST_STREAM, and gRPC's (grpc/doc/PROTOCOL-HTTP2.md, "Errors"). */
const RESETS: readonly (readonly [name: string, code: GrpcCode])[] = [
  ['NO_ERROR', 'INTERNAL'], // a successful call has trailers
  ['PROTOCOL_ERROR', 'INTERNAL'],
  ['INTERNAL_ERROR', 'INTERNAL'],
  ['FLOW_CONTROL_ERROR', 'INTERNAL'],
  ['SETTINGS_TIMEOUT', 'INTERNAL'],
  ['STREAM_CLOSED', 'UNKNOWN'], // the table has no code for it
  ['FRAME_SIZE_ERROR', 'INTERNAL'],
  ['REFUSED_STREAM', 'UNAVAILABLE'], // nothing was done: the call can be retried
  ['CANCEL', 'CANCELLED'],
  ['COMPRESSION_ERROR', 'INTERNAL'],
  ['CONNECT_ERROR', 'INTERNAL'],
  ['ENHANCE_YOUR_CALM', 'RESOURCE_EXHAUSTED'],
  ['INADEQUATE_SECURITY', 'PERMISSION_DENIED'],
  ['HTTP_1_1_REQUIRED', 'UNKNOWN'], // not in the table
];
// #endregion reset

/** @param reset an error code of HTTP/2 (RFC 9113, section 7) */
export function codeOfReset(reset: number): GrpcCode {
  return RESETS[reset]?.[1] ?? 'UNKNOWN';
}

export function nameOfReset(reset: number): string {
  return RESETS[reset]?.[0] ?? `error ${reset}`;
}
