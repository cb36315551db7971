// Decodes the body of a frame (docs/protocol.md, section 4), for the suite's own server.

import { RpcError, type Json } from '@bytes-up/protocol';
import { misreadMembers, misreadText } from './misread';
import { is } from './mutants';

const BRACKETS = { open: [0x5b, 0x7b], close: [0x5d, 0x7d], quote: 0x22, backslash: 0x5c };

/** @throws RpcError INVALID_ARGUMENT for a body that breaks section 4. */
export function decodeBody(body: Buffer, maxDepth: number): Json {
  if (body.length === 0) throw new RpcError('INVALID_ARGUMENT', 'the body is empty');
  if (!is('no-depth-limit')) checkDepth(body, maxDepth);
  let text: string;
  try {
    const decoder = new TextDecoder('utf-8', {
      fatal: !is('lenient-utf-8'),
      ignoreBOM: !is('eats-the-mark'),
    });
    text = decoder.decode(body);
  } catch (cause) {
    throw new RpcError('INVALID_ARGUMENT', 'the body is not UTF-8', { cause });
  }
  try {
    return JSON.parse(misreadText(text), misreadMembers()) as Json;
  } catch (cause) {
    if (is('dies-on-bad-json')) process.exit(1);
    throw new RpcError('INVALID_ARGUMENT', 'the body is not JSON', { cause });
  }
}

/** Counts brackets outside strings, before a recursive parser sees the text. */
function checkDepth(body: Buffer, maxDepth: number): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (is('looks-one-byte-back') && byte === BRACKETS.quote) {
      if (body[at - 1] !== BRACKETS.backslash) inString = !inString;
    } else if (inString && !is('counts-brackets-in-strings')) {
      if (byte === BRACKETS.backslash && !is('looks-one-byte-back')) at++;
      else if (byte === BRACKETS.quote) inString = false;
    } else if (byte === BRACKETS.quote) inString = true;
    else if (BRACKETS.close.includes(byte)) depth -= is('counts-brackets-side-by-side') ? 0 : 1;
    else if (BRACKETS.open.includes(byte) && ++depth > maxDepth) {
      throw new RpcError('INVALID_ARGUMENT', `nested deeper than ${maxDepth} at byte ${at}`);
    }
  }
}
