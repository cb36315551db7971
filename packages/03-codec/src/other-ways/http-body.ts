// How HTTP/1.1 marks the end of a message: a delimiter ends the head, and the body has a
// length (chapter 03; RFC 9112). This is enough of HTTP to show the idea and test the
// claims. For real use there is node:http.

import { RpcError } from '@bytes-up/protocol';

export interface HttpMessage {
  /** The request line or the status line. */
  readonly startLine: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Where the next message starts. */
  readonly nextOffset: number;
}

export interface HttpLimits {
  readonly maxHeadBytes: number;
  readonly maxBodyBytes: number;
}

const CRLF = '\r\n';

// #region read
/**
 * Reads one request from the start of `bytes`. Undefined if more bytes are needed. The
 * body's length comes from Content-Length or from its chunks, never from Content-Type.
 * @throws RpcError INVALID_ARGUMENT for invalid HTTP, RESOURCE_EXHAUSTED beyond a limit.
 * The connection must then be closed, because the next request cannot be found.
 */
export function readHttpRequest(bytes: Buffer, limits: HttpLimits): HttpMessage | undefined {
  const headBytes = bytes.indexOf(CRLF + CRLF);
  if ((headBytes < 0 ? bytes.length : headBytes) > limits.maxHeadBytes) throw exhausted('the head');
  if (headBytes < 0) return undefined;
  const [startLine = '', ...lines] = bytes.toString('latin1', 0, headBytes).split(CRLF);
  const headers = parseHeaders(lines);
  const bodyStart = headBytes + 2 * CRLF.length;
  const body = headers.has('transfer-encoding')
    ? readChunks(bytes, bodyStart, headers, limits)
    : readLength(bytes, bodyStart, headers, limits);
  return body && { startLine, headers, ...body };
}
// #endregion read

type Body = Pick<HttpMessage, 'body' | 'nextOffset'>;
type Headers = ReadonlyMap<string, string>;

function parseHeaders(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw invalid(`a header without a name: ${JSON.stringify(line.slice(0, 40))}`);
    const name = line.slice(0, colon).toLowerCase();
    const isLength = name === 'content-length' || name === 'transfer-encoding';
    if (isLength && headers.has(name)) throw invalid(`${name} occurs twice`);
    headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function readLength(
  bytes: Buffer,
  start: number,
  headers: Headers,
  limits: HttpLimits,
): Body | undefined {
  // A request without Content-Length has no body (RFC 9112, 6.3).
  const value = headers.get('content-length') ?? '0';
  if (!/^[0-9]+$/.test(value))
    throw invalid(`Content-Length is ${JSON.stringify(value.slice(0, 40))}`);
  if (Number(value) > limits.maxBodyBytes) throw exhausted('the body');
  const end = start + Number(value);
  return end > bytes.length ? undefined : { body: bytes.subarray(start, end), nextOffset: end };
}

// #region chunks
function readChunks(
  bytes: Buffer,
  start: number,
  headers: Headers,
  limits: HttpLimits,
): Body | undefined {
  if (headers.has('content-length')) throw invalid('both Content-Length and Transfer-Encoding');
  if (headers.get('transfer-encoding') !== 'chunked') throw invalid('unknown Transfer-Encoding');
  const chunks: Buffer[] = [];
  for (let at = start, total = 0; ;) {
    const lineEnd = bytes.indexOf(CRLF, at);
    if (lineEnd < 0) return undefined;
    const size = chunkSize(bytes.toString('latin1', at, lineEnd));
    total += size;
    if (total > limits.maxBodyBytes) throw exhausted('the body');
    const dataStart = lineEnd + CRLF.length;
    at = dataStart + size + CRLF.length;
    if (at > bytes.length) return undefined;
    if (bytes.toString('latin1', dataStart + size, at) !== CRLF)
      throw invalid('a chunk does not end with CR LF');
    // trailers are not supported
    if (size === 0) return { body: Buffer.concat(chunks), nextOffset: at };
    chunks.push(bytes.subarray(dataStart, dataStart + size));
  }
}
// #endregion chunks

function chunkSize(line: string): number {
  const [digits = ''] = line.split(';'); // what follows a semicolon is an extension
  if (!/^[0-9a-fA-F]{1,8}$/.test(digits))
    throw invalid(`chunk size ${JSON.stringify(line.slice(0, 40))}`);
  return parseInt(digits, 16);
}

function invalid(message: string): RpcError {
  return new RpcError('INVALID_ARGUMENT', message);
}

function exhausted(what: string): RpcError {
  return new RpcError('RESOURCE_EXHAUSTED', `${what} is over its limit`);
}
