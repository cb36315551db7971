// A .proto file to its tree, by recursive descent: one function for each rule of the grammar (chapter 05).
// https://protobuf.dev/reference/protobuf/proto3-spec/

import type { EnumAst, FileAst, ImportAst, MessageAst, MethodAst, ServiceAst } from './ast';
import { parseOption, skipOptions } from './parse-options';
import { parseEnum, parseMessage } from './parse-types';
import { Tokens } from './tokens';

/** A file longer than this is refused, in characters. */
const MAX_FILE_CHARACTERS = 4 * 1024 * 1024;

// #region file
/** @throws ProtoError with the line and the column */
export function parseFile(file: string, text: string): FileAst {
  const tokens = new Tokens(file, text);
  if (text.length > MAX_FILE_CHARACTERS) {
    throw tokens.error(`${text.length} characters, the most is ${MAX_FILE_CHARACTERS}`, 0);
  }
  parseSyntax(tokens);
  let packageName: string | undefined;
  const imports: ImportAst[] = [];
  const messages: MessageAst[] = [];
  const enums: EnumAst[] = [];
  const services: ServiceAst[] = [];
  while (tokens.next.kind !== 'end') {
    const { at } = tokens.next;
    if (tokens.accept('message')) messages.push(parseMessage(tokens));
    else if (tokens.accept('enum')) enums.push(parseEnum(tokens));
    else if (tokens.accept('service')) services.push(parseService(tokens));
    else if (tokens.accept('import')) imports.push(parseImport(tokens, at));
    else if (tokens.accept('option')) parseOption(tokens);
    else if (tokens.accept('package')) {
      if (packageName !== undefined) throw tokens.error('a second package', at);
      packageName = tokens.dotted('the name of a package');
      tokens.expect(';');
    } else if (!tokens.accept(';')) {
      throw tokens.unexpected('message, enum, service, import, option or package');
    }
  }
  return { file, text, package: packageName ?? '', imports, messages, enums, services };
}
// #endregion file

function parseSyntax(tokens: Tokens): void {
  if (!tokens.accept('syntax')) throw tokens.unexpected('syntax = "proto3";');
  tokens.expect('=');
  const { at } = tokens.next;
  const syntax = tokens.string('"proto3"');
  if (syntax !== 'proto3') {
    throw tokens.error(`expected "proto3", the one that is understood here, got "${syntax}"`, at);
  }
  tokens.expect(';');
}

function parseImport(tokens: Tokens, at: number): ImportAst {
  const isPublic = tokens.accept('public');
  if (!isPublic) tokens.accept('weak');
  const path = tokens.string('the path of a file, in quotes');
  tokens.expect(';');
  return { path, at, isPublic };
}

function parseService(tokens: Tokens): ServiceAst {
  const { at } = tokens.next;
  const name = tokens.word('the name of a service');
  const methods: MethodAst[] = [];
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.accept('rpc')) methods.push(parseMethod(tokens));
    else if (tokens.accept('option')) parseOption(tokens);
    else if (!tokens.accept(';')) throw tokens.unexpected('rpc, option or "}"');
  }
  return { name, at, methods };
}

function parseMethod(tokens: Tokens): MethodAst {
  const { at } = tokens.next;
  const name = tokens.word('the name of a method');
  const input = parseMessages(tokens);
  tokens.expect('returns');
  const output = parseMessages(tokens);
  if (tokens.accept('{')) skipOptions(tokens);
  else tokens.expect(';');
  return {
    name,
    at,
    input: input.type,
    output: output.type,
    inputStream: input.stream,
    outputStream: output.stream,
  };
}

/** `(Order)` or `(stream Order)`; a type may be called `stream` too. */
function parseMessages(tokens: Tokens): { readonly type: string; readonly stream: boolean } {
  tokens.expect('(');
  const stream = tokens.accept('stream') && tokens.next.text !== ')';
  const type = tokens.next.text === ')' ? 'stream' : tokens.dotted('a message');
  tokens.expect(')');
  return { type, stream };
}
