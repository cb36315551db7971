// Fields that `extend` adds to protobuf's option messages (chapter 05): in proto3, the
// way to declare an option.
// https://protobuf.dev/programming-guides/proto3/#customoptions

import type { Field } from '../../schema/schema';
import type { ExtensionAst, MessageAst } from '../parse/ast';
import { checkOwnNumbers } from '../check/check-message';
import { isLite } from '../parse/parse-options';
import { ProtoError } from '../proto-error';
import type { Scope } from './scope';
import { join } from './symbols';

export interface Extension {
  /** The full name of the message that is extended: `google.protobuf.FieldOptions`. */
  readonly extendee: string;
  readonly field: Field;
}

/** What proto3 may extend. */
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
  /** For each number of an extended message, the extension that has it. */
  readonly #numbers = new Map<string, string>();

  /** @param name the full name */
  get(name: string): Extension | undefined {
    return this.#byName.get(name);
  }

  /** @param around the full name of what `extend` is in. @throws ProtoError */
  add(ast: ExtensionAst, field: Field, around: string, scope: Scope): void {
    const { name, at, number } = ast;
    const extended = scope.require(ast.extendee, around, 'anything', ast.extendeeAt);
    const failAt =
      (place: number) =>
      (message: string): ProtoError =>
        new ProtoError(message, { ...scope.file, at: place });
    const { name: extendee, what } = extended;
    if (what.kind !== 'message') {
      throw failAt(ast.extendeeAt)(`expected a message, got the ${what.kind} ${ast.extendee}`);
    }
    if (!EXTENDABLE.includes(extendee)) {
      throw failAt(ast.extendeeAt)(`proto3 extends options only, not ${extendee}`);
    }
    if (isLite(scope.file) && !isLite(extended.file)) {
      throw failAt(ast.extendeeAt)(`a file with LITE_RUNTIME cannot extend ${extendee}`);
    }
    checkNumber(number, what.ast, extendee, failAt(at));
    const key = `${number} of ${extendee}`;
    const other = this.#numbers.get(key);
    if (other !== undefined) throw failAt(at)(`the number ${key} is already used by ${other}`);
    const full = join(around, name);
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
  checkOwnNumbers(number, fail);
  if (extensionRanges.some(({ from, to }) => number >= from && number <= to)) return;
  const ranges = extensionRanges.map(({ from, to }) => `${from} to ${to}`).join(', ');
  throw fail(`expected a number for extensions of ${extendee}, from ${ranges}, got ${number}`);
}
