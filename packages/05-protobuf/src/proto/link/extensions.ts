// Fields that `extend` adds to protobuf's option messages (chapter 05), which is how
// proto3 declares a custom option.
// https://protobuf.dev/programming-guides/proto3/#customoptions

import type { Field } from '../../schema/schema';
import type { ExtensionAst, MessageAst } from '../parse/ast';
import { checkImplementationNumbers } from '../check/check-message';
import { isLite } from '../parse/parse-options';
import { ProtoError } from '../proto-error';
import type { Scope } from './scope';
import { join } from './symbols';

export interface Extension {
  /** The full name of the extended message: `google.protobuf.FieldOptions`. */
  readonly extendee: string;
  readonly field: Field;
}

/** The only messages that proto3 can extend. */
const EXTENDABLE = [
  'File',
  'Message',
  'Field',
  'Enum',
  'EnumValue',
  'Service',
  'Method',
  'Oneof',
  'ExtensionRange',
].map((what) => `google.protobuf.${what}Options`);

export class Extensions {
  readonly #byName = new Map<string, Extension>();
  /** Which extension uses each number of an extended message. */
  readonly #numbers = new Map<string, string>();

  /** @param name the full name */
  get(name: string): Extension | undefined {
    return this.#byName.get(name);
  }

  /**
   * @param enclosing the full name of the scope that contains `extend`.
   * @throws ProtoError
   */
  add(ast: ExtensionAst, field: Field, enclosing: string, scope: Scope): void {
    const { name, at, number } = ast;
    const extended = scope.require(ast.extendee, enclosing, 'anything', ast.extendeeAt);
    const failAt =
      (place: number) =>
      (message: string): ProtoError =>
        new ProtoError(message, { ...scope.file, at: place });
    const { name: extendee, what } = extended;
    if (what.kind !== 'message') {
      throw failAt(ast.extendeeAt)(`expected a message, got ${what.kind} "${ast.extendee}"`);
    }
    if (!EXTENDABLE.includes(extendee)) {
      throw failAt(ast.extendeeAt)(
        `extensions in proto3 are only allowed for options, not for ${extendee}`,
      );
    }
    if (isLite(scope.file) && !isLite(extended.file)) {
      throw failAt(ast.extendeeAt)(
        `a LITE_RUNTIME file cannot extend ${extendee}, which is not lite`,
      );
    }
    checkNumber(number, what.ast, extendee, failAt(at));
    const key = `${number} of ${extendee}`;
    const other = this.#numbers.get(key);
    if (other !== undefined)
      throw failAt(at)(`extension number ${key} is already used by ${other}`);
    const full = join(enclosing, name);
    this.#numbers.set(key, full);
    this.#byName.set(full, { extendee, field });
  }
}

function checkNumber(
  number: number,
  { extensionRanges }: MessageAst,
  extendee: string,
  fail: (message: string) => ProtoError,
): void {
  checkImplementationNumbers(number, fail);
  if (extensionRanges.some(({ from, to }) => number >= from && number <= to)) return;
  const ranges = extensionRanges.map(({ from, to }) => `${from} to ${to}`).join(', ');
  throw fail(`${extendee} does not declare ${number} as an extension number, only ${ranges}`);
}
