// Skips the value of a reserved field in text format (chapter 05). A schema that removed
// a field still reads the options that set it. The type is unknown, so the value shows
// what it is.

import type { Tokens } from '../parse/tokens';

export const NOT_FINITE = ['inf', 'infinity', 'nan'];

/** @throws ProtoError; `enter` throws it for what is nested too deeply */
export function skipValue(tokens: Tokens, enter: (depth: number) => void, depth: number): void {
  if (tokens.accept(':') && !tokens.nextIs('{') && !tokens.nextIs('<'))
    skipPlain(tokens, enter, depth);
  else skipMessage(tokens, enter, depth);
}

function skipMessage(tokens: Tokens, enter: (depth: number) => void, depth: number): void {
  enter(depth);
  const close = tokens.accept('<') ? '>' : '}';
  if (close === '}') tokens.expect('{');
  while (!tokens.accept(close)) {
    if (tokens.accept('[')) {
      tokens.dotted('an extension name');
      if (tokens.accept('/')) tokens.dotted('a message name');
      tokens.expect(']');
    } else tokens.identifier('a field or the end of the message');
    skipValue(tokens, enter, depth + 1);
    if (!tokens.accept(',')) tokens.accept(';');
  }
}

/** A string, a list, a number or a name. */
function skipPlain(tokens: Tokens, enter: (depth: number) => void, depth: number): void {
  enter(depth);
  if (tokens.next.kind === 'string') return void tokens.string('a value');
  if (tokens.accept('[')) {
    do {
      if (tokens.nextIs('{') || tokens.nextIs('<')) skipMessage(tokens, enter, depth + 1);
      else skipPlain(tokens, enter, depth + 1);
    } while (tokens.accept(','));
    return tokens.expect(']');
  }
  const isNegative = tokens.accept('-');
  const { kind, text } = tokens.next;
  const isName = kind === 'identifier' && (!isNegative || NOT_FINITE.includes(text.toLowerCase()));
  if (kind !== 'integer' && kind !== 'float' && !isName) throw tokens.unexpected('a value');
  tokens.take();
}
