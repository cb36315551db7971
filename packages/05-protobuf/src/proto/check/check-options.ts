// Checks that a file's options exist and that their values have the right type (chapter
// 05). An option is a field of a message in descriptor.proto, or an extension of that
// message: `[deprecated = true]` sets a field of FieldOptions.

import type { Field, MessageType, Schema } from '../../schema/schema';
import type { EnumAst, ExtensionAst, FieldAst, MessageAst, OptionAst } from '../parse/ast';
import type { Extensions } from '../link/extensions';
import { fieldNamed, SetFields } from './option-fields';
import { checkValue } from './option-value';
import { nameOf } from '../parse/parse-options';
import { ProtoError } from '../proto-error';
import type { Scope } from '../link/scope';
import { join } from '../link/symbols';
import { TextFormat, type OptionContext } from './text-format';

/** @throws ProtoError */
export function checkOptions(
  scope: Scope,
  schema: Schema,
  extensions: Extensions,
  builtIn: Schema,
): void {
  new OptionChecker(scope, schema, extensions, builtIn).checkFile();
}

class OptionChecker implements OptionContext {
  constructor(
    readonly scope: Scope,
    readonly schema: Schema,
    readonly extensions: Extensions,
    readonly builtIn: Schema,
  ) {}

  checkFile(): void {
    const { file } = this.scope;
    this.#check('File', file.options, file.package);
    for (const message of file.messages) this.#checkMessage(message, file.package);
    for (const one of file.enums) this.#checkEnum(one, file.package);
    this.#checkFields(file.extensions, file.package);
    for (const service of file.services) {
      this.#check('Service', service.options, file.package);
      const name = join(file.package, service.name);
      for (const { options } of service.methods) this.#check('Method', options, name);
    }
  }

  #checkMessage(ast: MessageAst, enclosing: string): void {
    const name = join(enclosing, ast.name);
    this.#check('Message', ast.options, enclosing);
    this.#checkFields(ast.fields, name);
    this.#checkFields(ast.extensions, name);
    for (const { options } of ast.oneofs) this.#check('Oneof', options, name);
    for (const message of ast.messages) this.#checkMessage(message, name);
    for (const one of ast.enums) this.#checkEnum(one, name);
  }

  #checkEnum({ options, values }: EnumAst, enclosing: string): void {
    this.#check('Enum', options, enclosing);
    for (const value of values) this.#check('EnumValue', value.options, enclosing);
  }

  #checkFields(fields: readonly (FieldAst | ExtensionAst)[], enclosing: string): void {
    for (const { options } of fields) this.#check('Field', options, enclosing);
  }

  // #region check
  /** @param enclosing the scope of the element that has these options, as a full name */
  #check(what: string, options: readonly OptionAst[], enclosing: string): void {
    if (options.length === 0) return;
    const name = `google.protobuf.${what}Options`;
    const type = this.schema.messages.get(name) ?? this.builtIn.message(name);
    const set: SetFields = new SetFields();
    for (const option of options) this.#checkOne(option, type, enclosing, set);
  }

  /**
   * Follows the name part by part: `(my.option).size` is the field `size` of the message
   * `my.option`.
   */
  #checkOne(option: OptionAst, type: MessageType, enclosing: string, set: SetFields): void {
    const fail = (message: string): ProtoError =>
      new ProtoError(message, { ...this.scope.file, at: option.at });
    let current = type;
    let within = set;
    for (const [i, part] of option.name.entries()) {
      const field = part.isExtension
        ? this.extension(part.name, enclosing, current)
        : fieldNamed(current, part.name);
      const isInternal = i === 0 && part.name === 'uninterpreted_option';
      if (field === undefined || isInternal) {
        throw fail(`unknown option ${nameOf(option.name)} of ${current.name}`);
      }
      const isLast = i === option.name.length - 1;
      const isRepeated = field.presence === 'repeated' || field.presence === 'map';
      const known = within.get(field);
      if (isLast && known !== undefined && !isRepeated) {
        throw fail(`option ${nameOf(option.name)} was already set`);
      }
      const inner: SetFields = isRepeated || known === undefined ? new SetFields() : known;
      within.set(field, inner);
      if (isLast) this.#checkValue(option, field, inner);
      else if (field.type.kind !== 'message' || isRepeated) {
        const what = isRepeated ? 'repeated; set it as a whole, in braces' : 'not a message';
        throw fail(`option ${nameOf(option.name.slice(0, i + 1))} is ${what}`);
      } else current = field.type;
      within = inner;
    }
  }
  // #endregion check

  #checkValue({ name, value }: OptionAst, field: Field, set: SetFields): void {
    const { file } = this.scope;
    if (field.type.kind === 'message' && value.kind === 'block') {
      new TextFormat(this, value.at).read(field.type, set);
    } else {
      const of = nameOf(name);
      checkValue(
        of,
        field.type,
        value,
        (message) => new ProtoError(message, { ...file, at: value.at }),
      );
    }
  }

  /**
   * The extension of the message `of` that `name` resolves to. A regular field of that
   * message is found too, by its full name.
   */
  extension(name: string, enclosing: string, of: MessageType): Field | undefined {
    const found = this.scope.resolve(name, enclosing, 'anything');
    if (found === undefined) return undefined;
    const extension = this.extensions.get(found.name);
    if (extension?.extendee === of.name) return extension.field;
    const isField = found.what.kind === 'field' && found.what.message === of.name;
    return isField ? fieldNamed(of, found.name.slice(of.name.length + 1)) : undefined;
  }
}
