// The end of a gRPC call (chapter 18): trailers, which are HEADERS after the last DATA,
// since HTTP's status was sent long before. Also the header that carries the timeout.

import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { errorOfStatus, GrpcError } from './grpc-error';

/** @param error undefined for a successful call */
export function trailersFor(error?: GrpcError): OutgoingHttpHeaders {
  if (error === undefined) return { 'grpc-status': '0' };
  return {
    'grpc-status': String(error.status),
    'grpc-message': percentEncode(error.message),
  };
}

/** @returns undefined for a successful call */
export function errorOf(trailers: IncomingHttpHeaders): GrpcError | undefined {
  const status = trailers['grpc-status'] as string | undefined;
  if (status === '0') return undefined;
  if (status === undefined) return new GrpcError('UNKNOWN', 'no grpc-status');
  const message = percentDecode(String(trailers['grpc-message'] ?? ''));
  return /^[1-9]\d?$/.test(status)
    ? errorOfStatus(Number(status), message)
    : new GrpcError('UNKNOWN', `grpc-status ${JSON.stringify(status.slice(0, 20))}: ${message}`);
}

/** Encodes the percent sign, and all but printable ASCII, as %XX of the UTF-8 bytes. */
export function percentEncode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

/** Malformed text stays as it is: the text of an error must not cause another error. */
export function percentDecode(text: string): string {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}

// #region timeout
const UNITS_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** `1500m`: at most eight digits and a unit. */
export function timeoutHeader(ms: number): string {
  const whole = Math.max(1, Math.ceil(ms));
  return whole <= 99_999_999 ? `${whole}m` : `${Math.min(99_999_999, Math.ceil(ms / 1_000))}S`;
}

/** @returns milliseconds; Infinity without a header @throws GrpcError INTERNAL */
export function parseTimeout(header: string | undefined): number {
  if (header === undefined) return Infinity;
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(header) ?? [];
  const unitMs = UNITS_MS[unit];
  if (digits === undefined || unitMs === undefined)
    throw new GrpcError('INTERNAL', `grpc-timeout ${JSON.stringify(header.slice(0, 20))}`);
  return Number(digits) * unitMs;
}
// #endregion timeout
