// RESP taken apart: each line and each bulk with its meaning. `npm start -- bytes --as resp HEX` prints it.

import type { Segment } from '@bytes-up/codec';
import { bulkLength, isAggregate, isBulk, isPairs, isWhole, memberCount } from './line/lines';
import { parseResp } from './parse';
import { DEFAULT_RESP_LIMITS, type RespLimits } from './value';

const LF = 0x0a;
const NAMES: Readonly<Record<string, string>> = {
  '+': 'status',
  '-': 'error',
  ':': 'integer',
  _: 'null',
  '#': 'boolean',
  ',': 'double',
  '(': 'big number',
  $: 'bulk string',
  '!': 'bulk error',
  '=': 'verbatim string',
  '*': 'array',
  '~': 'set',
  '>': 'push',
  '%': 'map',
  '|': 'attributes',
};

// #region explain
/** Explains the values in `bytes`, line by line. The segments cover every byte once, in order. Never throws. */
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

/** The line at an offset, and the bytes that it announces, if it announces any. */
function split(
  bytes: Buffer,
  at: number,
  limits: RespLimits,
): { readonly line: Segment; readonly content?: Segment } {
  const end = bytes.indexOf(LF, at) + 1 || bytes.length;
  const line = bytes.subarray(at, end);
  const type = line.toString('latin1', 0, 1);
  const text = line.toString('utf8', 1, line.length - 2);
  const segment = { offset: at, bytes: line, meaning: '' };
  try {
    const length = isBulk(type) ? bulkLength(type, text, at, limits) : undefined;
    const meaning = meaningOf(type, text, at, limits);
    if (line.at(-1) !== LF) return { line: { ...segment, meaning, error: 'the line has no end' } };
    if (length === undefined || length === null) {
      if (isWhole(type)) parseResp(line, 0, limits); // for what is wrong in it
      return { line: { ...segment, meaning } };
    }
    return { line: { ...segment, meaning }, content: contentOf(bytes, end, length) };
  } catch (error) {
    const name = NAMES[type] ?? 'no type';
    return { line: { ...segment, meaning: name, error: (error as Error).message } };
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

function meaningOf(type: string, text: string, at: number, limits: RespLimits): string {
  const name = NAMES[type];
  if (name === undefined)
    throw new Error(`byte ${at}: expected a type, got ${JSON.stringify(type)}`);
  if (isBulk(type))
    return text === '-1' ? 'null, as a bulk string' : `${name}: ${text} bytes follow`;
  if (!isAggregate(type)) return text === '' ? name : `${name}: ${text}`;
  const count = memberCount(type, text, at, limits);
  if (count === null) return 'null, as an array';
  return `${name}: ${count} ${isPairs(type) ? 'pairs' : 'values'} follow`;
}
