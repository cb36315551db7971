// A recursive descent parser for .proto files, with one function for each rule of the
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

/** The limit on a file's length. */
const MAX_FILE_CHARACTERS = 4 * 1024 * 1024;
/** protoc's limits on a package name: characters, and parts separated by dots. */
const MAX_PACKAGE_CHARACTERS = 511;
const MAX_PACKAGE_PARTS = 101;
/**
 * These two describe protobuf itself, and are written in proto2. The parser accepts no
 * other proto2 file.
 */
const PROTO2_FILES = ['google/protobuf/descriptor.proto', 'google/protobuf/compiler/plugin.proto'];

/** Some editors write it at the start of a file. */
const BYTE_ORDER_MARK = '\ufeff';

// #region file
/** @throws ProtoError with the line and the column */
export function parseFile(file: string, text: string): FileAst {
  const tokens = new Tokens({ file, text }, text.startsWith(BYTE_ORDER_MARK) ? 1 : 0);
  if (text.length > MAX_FILE_CHARACTERS) {
    throw tokens.error(
      `file has ${text.length} characters, the limit is ${MAX_FILE_CHARACTERS}`,
      0,
    );
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
    if (tokens.nextIs('message')) messages.push(parseMessage(tokens));
    else if (tokens.nextIs('enum')) enums.push(parseEnum(tokens));
    else if (tokens.nextIs('service')) services.push(parseService(tokens));
    else if (tokens.nextIs('extend')) parseExtend(tokens, extensions);
    else if (tokens.nextIs('import')) imports.push(parseImport(tokens));
    else if (tokens.nextIs('option')) options.push(parseOption(tokens));
    else if (tokens.nextIs('package')) {
      if (packageName !== undefined)
        throw tokens.error('multiple package definitions', tokens.next.at);
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
    throw tokens.error(`unsupported syntax "${syntax}": this parser reads only "proto3"`, at);
  }
  tokens.expect(';');
  return isOwn ? 'proto2' : 'proto3';
}

function parsePackage(tokens: Tokens): string {
  tokens.expect('package');
  const { at } = tokens.next;
  const name = tokens.dotted('a package name');
  tokens.expect(';');
  if (name.length > MAX_PACKAGE_CHARACTERS) {
    throw tokens.error(
      `package name has ${name.length} characters, the limit is ${MAX_PACKAGE_CHARACTERS}`,
      at,
    );
  }
  const parts = name.split('.').length;
  if (parts > MAX_PACKAGE_PARTS) {
    throw tokens.error(`package name has ${parts} parts, the limit is ${MAX_PACKAGE_PARTS}`, at);
  }
  return name;
}

function parseImport(tokens: Tokens): ImportAst {
  const { at } = tokens.next;
  tokens.expect('import');
  const isPublic = tokens.accept('public');
  if (!isPublic) tokens.accept('weak');
  const path = tokens.string('a file path in quotes');
  tokens.expect(';');
  return { path, at, isPublic };
}
