// A .proto file to its tree, by recursive descent: one function for each rule of the
// grammar (chapter 05).
// https://protobuf.dev/reference/protobuf/proto3-spec/

import type {
  EnumAst,
  ExtensionAst,
  FileAst,
  ImportAst,
  MessageAst,
  OptionAst,
  ServiceAst,
} from './ast';
import { parseEnum } from './parse-enum';
import { parseExtend, parseMessage } from './parse-message';
import { parseOption } from './parse-options';
import { parseService } from './parse-service';
import { Tokens } from './tokens';

/** A longer file is refused, in characters. */
const MAX_FILE_CHARACTERS = 4 * 1024 * 1024;
/** protoc's limits for the name of a package: characters, and parts between the dots. */
const MAX_PACKAGE_CHARACTERS = 511;
const MAX_PACKAGE_PARTS = 101;
/**
 * These two describe protobuf itself, and are written in proto2. No other file of proto2
 * is read.
 */
const PROTO2_FILES = ['google/protobuf/descriptor.proto', 'google/protobuf/compiler/plugin.proto'];

// #region file
/** @throws ProtoError with the line and the column */
export function parseFile(file: string, text: string): FileAst {
  const tokens = new Tokens({ file, text });
  if (text.length > MAX_FILE_CHARACTERS) {
    throw tokens.error(`${text.length} characters, the most is ${MAX_FILE_CHARACTERS}`, 0);
  }
  tokens.syntax = parseSyntax(tokens);
  let packageName: string | undefined;
  let packageAt = 0;
  const imports: ImportAst[] = [];
  const options: OptionAst[] = [];
  const messages: MessageAst[] = [];
  const enums: EnumAst[] = [];
  const services: ServiceAst[] = [];
  const extensions: ExtensionAst[] = [];
  while (tokens.next.kind !== 'end') {
    if (tokens.sees('message')) messages.push(parseMessage(tokens));
    else if (tokens.sees('enum')) enums.push(parseEnum(tokens));
    else if (tokens.sees('service')) services.push(parseService(tokens));
    else if (tokens.sees('extend')) parseExtend(tokens, extensions);
    else if (tokens.sees('import')) imports.push(parseImport(tokens));
    else if (tokens.sees('option')) options.push(parseOption(tokens));
    else if (tokens.sees('package')) {
      if (packageName !== undefined) throw tokens.error('a second package', tokens.next.at);
      packageAt = tokens.next.at;
      packageName = parsePackage(tokens);
    } else if (!tokens.accept(';')) {
      throw tokens.unexpected('message, enum, service, extend, import, option or package');
    }
  }
  return {
    file,
    text,
    syntax: tokens.syntax,
    package: packageName ?? '',
    packageAt,
    imports,
    options,
    messages,
    enums,
    services,
    extensions,
  };
}
// #endregion file

function parseSyntax(tokens: Tokens): 'proto2' | 'proto3' {
  if (!tokens.accept('syntax')) throw tokens.unexpected('syntax = "proto3";');
  tokens.expect('=');
  const { at } = tokens.next;
  const syntax = tokens.string('"proto3"');
  const isOwn = syntax === 'proto2' && PROTO2_FILES.includes(tokens.source.file);
  if (syntax !== 'proto3' && !isOwn) {
    throw tokens.error(`expected "proto3", the only syntax that is read here, got "${syntax}"`, at);
  }
  tokens.expect(';');
  return isOwn ? 'proto2' : 'proto3';
}

function parsePackage(tokens: Tokens): string {
  tokens.expect('package');
  const { at } = tokens.next;
  const name = tokens.dotted('the name of a package');
  tokens.expect(';');
  if (name.length > MAX_PACKAGE_CHARACTERS) {
    throw tokens.error(
      `a package of ${name.length} characters, the most is ${MAX_PACKAGE_CHARACTERS}`,
      at,
    );
  }
  const parts = name.split('.').length;
  if (parts > MAX_PACKAGE_PARTS) {
    throw tokens.error(`a package of ${parts} parts, the most is ${MAX_PACKAGE_PARTS}`, at);
  }
  return name;
}

function parseImport(tokens: Tokens): ImportAst {
  const { at } = tokens.next;
  tokens.expect('import');
  const isPublic = tokens.accept('public');
  if (!isPublic) tokens.accept('weak');
  const path = tokens.string('the path of a file, in quotes');
  tokens.expect(';');
  return { path, at, isPublic };
}
