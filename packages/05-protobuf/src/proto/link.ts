// From the trees of some files to one schema: names become types, and what protoc would refuse is refused (chapter 05).

import { type EnumType, type MessageType, type Method, Schema, type ServiceType } from '../schema';
import type { EnumAst, FileAst, MessageAst, ServiceAst } from './ast';
import { checkEnum, checkMessage } from './check';
import { fieldOf, type Resolve } from './fields';
import { ProtoError } from './proto-error';
import { declaredIn, join, resolve, type Declared } from './scope';

/** A file, and those that it sees: itself, what it imports, and what these import publicly. */
export interface LinkedFile {
  readonly ast: FileAst;
  readonly sees: ReadonlySet<FileAst>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

// #region link
/** @throws ProtoError for a name that is not found or used twice, a number that is taken, a type where none may be */
export function link(files: readonly LinkedFile[]): Schema {
  const declared = declareAll(files);
  // Types refer to each other in circles: first each gets an object, then the objects are filled.
  const messages = new Map<string, Mutable<MessageType>>();
  const enums = new Map<string, EnumType>();
  for (const { name, file, ast, kind } of declared.values()) {
    if (kind === 'enum') enums.set(name, enumOf(name, file, ast as EnumAst));
    else messages.set(name, emptyMessage(name));
  }
  const services = new Map<string, ServiceType>();
  for (const { ast: file, sees } of files) {
    const resolver =
      (scope: string): Resolve =>
      (name, at) => {
        const exists = (full: string): boolean => declared.has(full);
        const found = declared.get(resolve(name, scope, exists) ?? '');
        if (found === undefined) throw new ProtoError(`there is no type ${name}`, { ...file, at });
        if (sees.has(found.file)) return messages.get(found.name) ?? enums.get(found.name);
        throw new ProtoError(`${name} is in ${found.file.file}, which is not imported`, {
          ...file,
          at,
        });
      };
    for (const { name, file: home, ast, kind } of declared.values()) {
      const message = messages.get(name);
      if (home !== file || kind === 'enum' || message === undefined) continue;
      fill(message, ast as MessageAst, file, resolver(name));
    }
    for (const service of file.services) {
      const name = join(file.package, service.name);
      if (declared.has(name) || services.has(name)) throw twice(name, file, service.at);
      services.set(name, serviceOf(name, service, file, resolver(name)));
    }
  }
  return new Schema(messages, enums, services);
}
// #endregion link

function declareAll(files: readonly LinkedFile[]): Map<string, Declared> {
  const declared = new Map<string, Declared>();
  for (const { ast } of files) {
    for (const one of declaredIn(ast)) {
      if (declared.has(one.name)) throw twice(one.name, ast, one.ast.at);
      declared.set(one.name, one);
    }
  }
  return declared;
}

function twice(name: string, file: FileAst, at: number): ProtoError {
  return new ProtoError(`a second ${name}`, { ...file, at });
}

function emptyMessage(name: string): Mutable<MessageType> {
  return {
    kind: 'message',
    name,
    fields: [],
    byNumber: new Map(),
    oneofs: new Map(),
    reserved: [],
  };
}

function fill(
  message: Mutable<MessageType>,
  ast: MessageAst,
  file: FileAst,
  resolveType: Resolve,
): void {
  checkMessage(ast, file);
  const fields = ast.fields.map((field) => fieldOf(field, message.name, file, resolveType));
  message.fields = fields.sort((a, b) => a.number - b.number);
  message.byNumber = new Map(fields.map((field) => [field.number, field]));
  message.reserved = ast.reserved.ranges;
  const oneofs = new Set(fields.flatMap(({ oneof }) => oneof ?? []));
  message.oneofs = new Map(
    [...oneofs].map((name) => [name, fields.filter(({ oneof }) => oneof === name)]),
  );
}

function enumOf(name: string, file: FileAst, ast: EnumAst): EnumType {
  checkEnum(ast, file);
  return { kind: 'enum', name, values: new Map(ast.values.map((one) => [one.name, one.number])) };
}

function serviceOf(
  name: string,
  { methods }: ServiceAst,
  file: FileAst,
  resolveType: Resolve,
): ServiceType {
  const byName = new Map<string, Method>();
  for (const { name: method, at, input, output, inputStream, outputStream } of methods) {
    if (byName.has(method)) throw twice(`${name}.${method}`, file, at);
    const messageOf = (type: string): MessageType => {
      const found = resolveType(type, at);
      if (found?.kind === 'message') return found;
      throw new ProtoError(`${type} is no message`, { ...file, at });
    };
    byName.set(method, {
      name: method,
      input: messageOf(input),
      output: messageOf(output),
      inputStream,
      outputStream,
    });
  }
  return { name, methods: byName };
}
