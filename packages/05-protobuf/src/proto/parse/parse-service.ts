// Parses services and their methods (chapter 05). Chapter 18 calls them.

import type { MethodAst, OptionAst, ServiceAst, StreamAst } from './ast';
import { parseMessageName } from './parse-field';
import { parseOption } from './parse-options';
import type { Tokens } from './tokens';

export function parseService(tokens: Tokens): ServiceAst {
  tokens.expect('service');
  const { at } = tokens.next;
  const name = tokens.identifier('a service name');
  const methods: MethodAst[] = [];
  const options: OptionAst[] = [];
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.nextIs('option')) options.push(parseOption(tokens));
    else if (tokens.nextIs('rpc')) methods.push(parseMethod(tokens));
    else if (!tokens.accept(';')) throw tokens.unexpected('rpc, option or "}"');
  }
  return { name, at, methods, options };
}

/**
 * `rpc Watch (Order) returns (stream Event);`, or with options in braces instead of the
 * semicolon.
 */
function parseMethod(tokens: Tokens): MethodAst {
  tokens.expect('rpc');
  const { at } = tokens.next;
  const name = tokens.identifier('a method name');
  const input = parseStream(tokens);
  tokens.expect('returns');
  const output = parseStream(tokens);
  const options: OptionAst[] = [];
  if (!tokens.accept('{')) tokens.expect(';');
  else {
    while (!tokens.accept('}')) {
      if (tokens.nextIs('option')) options.push(parseOption(tokens));
      else if (!tokens.accept(';')) throw tokens.unexpected('option or "}"');
    }
  }
  return { name, at, input, output, options };
}

/** `(Order)` or `(stream Order)`. */
function parseStream(tokens: Tokens): StreamAst {
  tokens.expect('(');
  const isStream = tokens.accept('stream');
  const { at } = tokens.next;
  const type = parseMessageName(tokens);
  tokens.expect(')');
  return { type, at, isStream };
}
