// Each value of an explained message can be changed: the bytes change with it, and so
// does each length around them.

import type { Edit } from '@bytes-up/codec';
import fc from 'fast-check';
import { decodeMessage } from '../message/decode';
import { encodeMessage } from '../message/encode';
import type { MessageType } from '../schema/schema';
import { messageOf } from '../testing/arbitrary';
import { hex } from '../testing/hex';
import { everyType, leafType } from '../testing/schemas';
import { explainProtobuf } from './explain-protobuf';

function editOf(bytes: Buffer, name: string, type: MessageType | undefined): Edit | undefined {
  return explainProtobuf(bytes, type).find(({ meaning }) => ` ${meaning}`.includes(` ${name} = `))
    ?.edit;
}

function valueOf(bytes: Buffer, name: string): string | undefined {
  return editOf(bytes, name, everyType)?.text;
}

/** The bytes as hex after the value with this name was changed. */
function edited(bytes: Buffer, name: string, text: string, type?: MessageType): string {
  const edit = editOf(bytes, name, type);
  if (edit === undefined) throw new Error(`no value ${name} to edit`);
  return Buffer.from(edit.write(text)).toString('hex');
}

test.each([
  ['a number', '0a 01 78 10 96 01', 'size', '1', '0a 01 78 10 01'],
  ['a text, with its length', '0a 01 78 10 05', 'name', 'Ada', '0a 03 41 64 61 10 05'],
  ['an empty text', '0a 00 10 05', 'name', 'x', '0a 01 78 10 05'],
  ['a text becomes empty', '0a 01 78 10 05', 'name', '', '0a 00 10 05'],
])('%s', (_, before, name, text, after) => {
  expect(edited(hex(before), name, text, leafType)).toBe(hex(after).toString('hex'));
});

test.each([
  ['i32', '-1'],
  ['u64', '18446744073709551615'],
  ['s64', '-9223372036854775808'],
  ['x32', '4294967295'],
  ['y64', '-1'],
  ['f64', '-2.5e-7'],
  ['f32', '-0'],
  ['flag', 'false'],
  ['text', 'ø😀'],
  ['blob', '00 ff'],
  ['color', 'BACK'],
  ['inner.inner.text', 'x'.repeat(300)],
  ['numbers[1]', '300'],
  ['leaves[1].name', 'x'.repeat(128)],
  ['counts[0].value', '-7'],
])('%s becomes %s, and nothing else changes', (name, text) => {
  const leaf = (value: string) => ({ name: value, size: 1 });
  const rest = { text: 'b', numbers: [5, 6], leaves: [leaf('a'), leaf('b')] };
  const message = {
    ...{ f64: 1, f32: 1, i32: 1, u64: 1n, s64: 1n, x32: 1, y64: 1n, flag: true, color: 1 },
    ...rest,
    blob: Uint8Array.of(1),
    counts: new Map([['k', 1]]),
    inner: { inner: { text: 'c' }, i32: 9 },
  };
  const bytes = encodeMessage(everyType, message);
  const changed = Buffer.from(edited(bytes, name, text, everyType), 'hex');
  expect(decodeMessage(everyType, changed)).not.toEqual(decodeMessage(everyType, bytes));
  expect(valueOf(changed, name)).toBe(text);
  // Changed back, the bytes are those of before.
  expect(edited(changed, name, valueOf(bytes, name) ?? '', everyType)).toBe(bytes.toString('hex'));
});

test.each([
  ['size', '-1', 'expected an unsigned 32-bit integer, got "-1"'],
  ['size', '4294967296', 'expected an unsigned 32-bit integer, got "4294967296"'],
  ['size', '1.5', 'expected an unsigned 32-bit integer, got "1.5"'],
  ['size', '', 'expected an unsigned 32-bit integer, got ""'],
  ['name', '\ud800', 'expected a string without lone surrogates, got "\\ud800"'],
])('%s cannot be %j', (name, text, message) => {
  expect(() => edited(hex('0a 01 78 10 05'), name, text, leafType)).toThrow(message);
});

test.each([
  ['flag', 'yes', 'expected true or false, got "yes"'],
  ['f64', '1,5', 'expected a number, got "1,5"'],
  ['f64', '1.2.3', 'expected a number, got "1.2.3"'],
  ['i64', '9223372036854775808', 'expected a 64-bit integer, got "9223372036854775808"'],
  ['color', 'BLUE', 'expected one of NONE, RED, BACK, or a number, got "BLUE"'],
  ['blob', '0', 'expected bytes as hex, got "0"'],
])('%s is not %s', (name, text, message) => {
  const bytes = encodeMessage(everyType, {
    ...{ f64: 1, i64: 1n, flag: true, color: 1 },
    blob: Uint8Array.of(1),
  });
  expect(() => edited(bytes, name, text, everyType)).toThrow(message);
});

test('without a schema: a varint, a text, fixed numbers and bytes', () => {
  expect(edited(hex('08 01'), 'field 1', '300')).toBe('08ac02');
  expect(edited(hex('12 01 78'), 'field 2', 'Ada')).toBe('1203416461');
  expect(edited(hex('1a 02 08 01'), 'field 3.field 1', '300')).toBe('1a0308ac02');
  expect(edited(hex('22 01 ff'), 'field 4', '00 ff')).toBe('220200ff');
  expect(edited(hex('35 00 00 80 3f'), 'field 6', '1')).toBe('3501000000');
});

test('text with a line break is shown, and not edited in one line', () => {
  const [, , name] = explainProtobuf(hex('0a 01 0a'), leafType);
  expect(name?.meaning).toBe('name = "\\n"');
  expect(name?.edit).toBeUndefined();
});

test('any message: a value written again as it is gives the same bytes', () => {
  fc.assert(
    fc.property(messageOf(everyType, 1), fc.boolean(), (message, known) => {
      const bytes = encodeMessage(everyType, message);
      const edits = explainProtobuf(bytes, known ? everyType : undefined).flatMap(
        ({ edit }) => edit ?? [],
      );
      for (const edit of edits)
        expect(Buffer.from(edit.write(edit.text)).toString('hex')).toBe(bytes.toString('hex'));
    }),
    { numRuns: 100 },
  );
});
