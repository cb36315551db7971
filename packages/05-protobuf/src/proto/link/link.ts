// The linker: turns the syntax trees of all files into one schema. It resolves names to
// types and refuses what protoc would refuse (chapter 05).

import {
  type EnumType,
  type Field,
  type FieldType,
  type MessageType,
  type Method,
  Schema,
  type ServiceType,
} from '../../schema/schema';
import type { EnumAst, FileAst, MessageAst, ServiceAst, StreamAst } from '../parse/ast';
import { checkEnum } from '../check/check-enum';
import { checkMessage } from '../check/check-message';
import { checkOptions } from '../check/check-options';
import { Extensions } from './extensions';
import { fieldOf, type Resolve } from './fields';
import { ProtoError } from '../proto-error';
import { Scope } from './scope';
import { declareAll, join, type Symbols } from './symbols';

/**
 * A file and the files visible to it: itself, its imports, and their public imports.
 */
export interface LinkedFile {
  readonly ast: FileAst;
  readonly visible: ReadonlySet<FileAst>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

// #region link
/**
 * @param files in import order
 * @param builtIn protobuf's own options; undefined skips the check of options
 * @throws ProtoError for anything that protoc would refuse
 */
export function link(files: readonly LinkedFile[], builtIn: Schema | undefined): Schema {
  const symbols = declareAll(files.map(({ ast }) => ast));
  const linker = new Linker(symbols);
  const scopes = files.map(({ ast, visible }) => new Scope(ast, visible, symbols));
  for (const scope of scopes) linker.fill(scope);
  for (const scope of scopes) linker.extend(scope);
  const schema = new Schema(linker.messages, linker.enums, linker.services);
  if (builtIn !== undefined) {
    for (const scope of scopes) checkOptions(scope, schema, linker.extensions, builtIn);
  }
  return schema;
}
// #endregion link

class Linker {
  readonly messages = new Map<string, Mutable<MessageType>>();
  readonly enums = new Map<string, EnumType>();
  readonly services = new Map<string, ServiceType>();
  readonly extensions = new Extensions();

  /**
   * Types can refer to each other in cycles, so first create an object for each, then
   * fill them.
   */
  constructor(symbols: Symbols) {
    for (const { name, file, what } of symbols.values()) {
      if (what.kind === 'message') this.messages.set(name, emptyMessage(name));
      if (what.kind === 'enum') this.enums.set(name, enumOf(name, file, what.ast));
    }
  }

  fill(scope: Scope): void {
    const { file } = scope;
    for (const message of file.messages) this.#fillMessage(message, file.package, scope);
    for (const service of file.services) {
      const name = join(file.package, service.name);
      this.services.set(name, this.#serviceOf(name, service, scope));
    }
  }

  #fillMessage(ast: MessageAst, enclosing: string, scope: Scope): void {
    const name = join(enclosing, ast.name);
    const message = this.messages.get(name);
    if (message === undefined) return;
    checkMessage(ast, scope.file);
    const resolveType = this.#resolver(name, scope);
    const fields = ast.fields.map((field) => fieldOf(field, name, scope.file, resolveType));
    message.fields = fields.sort((a, b) => a.number - b.number);
    message.byNumber = new Map(fields.map((field) => [field.number, field]));
    message.reserved = ast.reserved.ranges.map(({ from, to }) => [from, to]);
    message.oneofs = oneofsOf(fields);
    for (const inner of ast.messages) this.#fillMessage(inner, name, scope);
  }

  /**
   * Runs after all messages are filled, because an extension's number depends on the
   * message it extends.
   */
  extend(scope: Scope): void {
    const { file } = scope;
    const extendIn = (enclosing: string, { extensions, messages = [] }: Extending): void => {
      for (const ast of extensions) {
        const label = ast.label === 'none' ? 'optional' : ast.label; // it has presence
        const field = fieldOf({ ...ast, label }, enclosing, file, this.#resolver(enclosing, scope));
        this.extensions.add(ast, field, enclosing, scope);
      }
      for (const inner of messages) extendIn(join(enclosing, inner.name), inner);
    };
    extendIn(file.package, file);
  }

  #resolver(enclosing: string, scope: Scope): Resolve {
    return (name, at) => {
      const { what, name: full, file } = scope.require(name, enclosing, 'type', at);
      const fail = (message: string): ProtoError => new ProtoError(message, { ...scope.file, at });
      const type: FieldType | undefined = this.messages.get(full) ?? this.enums.get(full);
      if (what.kind === 'map entry')
        throw fail(`"${name}" is a map entry; use map<KeyType, ValueType> instead`);
      if (type === undefined) throw fail(`expected a type, got ${what.kind} "${name}"`);
      if (type.kind === 'enum' && file.syntax !== scope.file.syntax && file.syntax === 'proto2') {
        throw fail(`"${name}" is a proto2 enum, which a proto3 message cannot use`);
      }
      return type;
    };
  }

  #serviceOf(name: string, { methods }: ServiceAst, scope: Scope): ServiceType {
    const messageOf = ({ type, at }: StreamAst): MessageType => {
      const { what, name: full } = scope.require(type, name, 'anything', at);
      const message = this.messages.get(full);
      if (message !== undefined) return message;
      throw new ProtoError(`expected a message, got ${what.kind} "${type}"`, {
        ...scope.file,
        at,
      });
    };
    const entries = methods.map((method): readonly [string, Method] => [
      method.name,
      {
        name: method.name,
        input: messageOf(method.input),
        output: messageOf(method.output),
        inputStream: method.input.isStream,
        outputStream: method.output.isStream,
      },
    ]);
    return { name, methods: new Map(entries) };
  }
}

type Extending = Pick<FileAst | MessageAst, 'extensions' | 'messages'>;

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

/** A single pass over the fields, regardless of the number of oneofs. */
function oneofsOf(fields: readonly Field[]): Map<string, readonly Field[]> {
  const oneofs = new Map<string, Field[]>();
  for (const field of fields) {
    if (field.oneof === undefined) continue;
    const members = oneofs.get(field.oneof);
    if (members === undefined) oneofs.set(field.oneof, [field]);
    else members.push(field);
  }
  return oneofs;
}

function enumOf(name: string, file: FileAst, ast: EnumAst): EnumType {
  checkEnum(ast, file);
  return { kind: 'enum', name, values: new Map(ast.values.map((one) => [one.name, one.number])) };
}
