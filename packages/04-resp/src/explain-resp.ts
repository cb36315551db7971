// Explains RESP: each line and each bulk string with its meaning.
// `npm start -- bytes --as resp HEX` prints it.

import type { Segment } from '@bytes-up/codec';
import { parseHeader, type Header } from './line/header';
import { lineTooLong, unexpected } from './line/resp-error';
import { DEFAULT_RESP_LIMITS, TYPE_BYTE, type RespLimits } from './value';

const CR = 0x0d;
const LF = 0x0a;
const TYPE_NAMES = new Map<string, string>(
  Object.entries(TYPE_BYTE).map(([name, byte]) => [byte, name]),
);

// #region explain
/**
 * Explains the values in `bytes`, line by line. The segments cover every byte once, in
 * order. Never throws.
 */
export function explainResp(bytes: Buffer, limits: RespLimits = DEFAULT_RESP_LIMITS): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  while (at < bytes.length) {
    const { line, content } = split(bytes, at, limits);
    segments.push(line);
    at += line.bytes.length;
    if (content !== undefined) {
      segments.push(content);
      at += content.bytes.length;
    }
    if (line.error !== undefined || content?.error !== undefined) break;
  }
  if (at < bytes.length) {
    segments.push({
      offset: at,
      bytes: bytes.subarray(at),
      meaning: 'not read: the boundary is lost',
    });
  }
  return segments;
}
// #endregion explain

/** The line at an offset, and the bytes that it announces, if any. */
function split(
  bytes: Buffer,
  at: number,
  limits: RespLimits,
): { readonly line: Segment; readonly content?: Segment } {
  const end = bytes.indexOf(LF, at) + 1 || bytes.length;
  const line = bytes.subarray(at, end);
  const byte = line.toString('latin1', 0, 1);
  const text = line.toString('utf8', 1, line.length - 2);
  const segment = { offset: at, bytes: line, meaning: TYPE_NAMES.get(byte) ?? 'no type' };
  if (line.at(-1) !== LF) return { line: { ...segment, error: 'the line has no end' } };
  try {
    if (line.length - 1 > limits.maxLineBytes) throw lineTooLong(limits, at);
    if (line.at(-2) !== CR) throw unexpected('CR LF', text, end - 1);
    const header = parseHeader(byte, text, at, limits);
    return {
      line: { ...segment, meaning: meaningOf(header, segment.meaning, text) },
      ...(header.kind === 'bulk' && { content: contentOf(bytes, end, header.length) }),
    };
  } catch (error) {
    return { line: { ...segment, error: (error as Error).message } };
  }
}

function meaningOf(header: Header, name: string, text: string): string {
  switch (header.kind) {
    case 'bulk':
      return `${name}: ${header.length} bytes follow`;
    case 'list':
      return `${name}: ${header.count} values follow`;
    case 'pairs':
      return `${name}: ${header.count} pairs follow`;
    case 'complete':
      if (header.value.type === 'bulk string') return 'null, as a bulk string';
      if (header.value.type === 'array') return 'null, as an array';
      return text === '' ? name : `${name}: ${text}`;
  }
}

function contentOf(bytes: Buffer, start: number, length: number): Segment {
  const content = bytes.subarray(start, start + length + 2);
  const segment = { offset: start, bytes: content, meaning: `its ${length} bytes, and CR LF` };
  if (content.length < length + 2) {
    return { ...segment, error: `${length + 2 - content.length} bytes are missing` };
  }
  const after = content.toString('latin1', length);
  return after === '\r\n' ? segment : { ...segment, error: 'CR LF must follow the bytes' };
}
