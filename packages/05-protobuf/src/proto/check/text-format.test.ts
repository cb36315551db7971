// Values of options in braces, in protobuf's text format.

import { HEAD, verdict } from '../../testing/verdict';

const DECLARE = `extend google.protobuf.FileOptions { M m = 50001; }
  message M { string s = 1; repeated int32 n = 2; E e = 3; float f = 4; map<string, int32> p = 5; bool t = 6;
    repeated M more = 7; oneof o { int32 x = 8; uint32 y = 9; } }
  enum E { A = 0; }\n`;

test.each([
  [
    '{ s: "x" \'y\' n: 1, n: [2, 0x3]; e: A f: -inf p { key: "a" value: 1 } t: 1 more: <> more [{ x: -1 }] }',
    'accepted',
  ],
  ['{ /* a */ s: "x" // }\n }', 'accepted'],
  ['{ z: 1 }', '7:16: expected a field of M, got z'],
  ['{ s "x" }', '7:18: expected ":", got "x"'],
  ['{ s: x }', '7:19: expected a string for s, got "x"'],
  ['{ s: "x" s: "y" }', '7:23: non-repeated field s is specified multiple times'],
  ['{ x: 1 y: 2 }', '7:21: y is specified along with x, another member of oneof o'],
  ['{ y: -1 }', '7:19: expected an integer from 0 to 4294967295 for y, got -1'],
  ['{ y: -0 }', '7:19: expected an integer from 0 to 4294967295 for y, got -0'],
  ['{ n: 1.5 }', '7:19: expected an integer for n, got "1.5"'],
  ['{ e: B }', '7:19: expected a value of E, got "B"'],
  ['{ t: 2 }', '7:19: expected true or false for t, got "2"'],
  ['{ f: x }', '7:19: expected a number for f, got "x"'],
  ['{ s: ["x"] }', '7:19: expected a string for s, got "["'],
  ['{ more: [{}, ] }', '7:27: expected "{", got "]"'],
  ['{ [M.a]: 1 }', '7:16: expected a field of M, got M.a'],
  ['{ more < ) }', '7:23: expected a field of M or the end of the message, got ")"'],
  [`${'{ more '.repeat(101)}{}${'}'.repeat(101)}`, '7:714: messages are nested deeper than 100'],
])('%s', (value, expected) => {
  expect(verdict(`${DECLARE}option (m) = ${value};`)).toBe(expected);
});

/** protoc 3.21 accepts and refuses the same ones. */
test.each([
  ['i: 0 i: 1', 'accepted'],
  ['i: -0 i: 0x0 i: 00 i: 1', 'accepted'],
  ['i: 0 i: 1 i: 0', 'twice'],
  ['d: 0.0 d: 1e-400 d: 2e-324 d: 5e-324', 'accepted'],
  ['d: 5e-324 d: 0', 'twice'],
  ['d: -0 d: 0', 'twice'],
  ['d: nan d: 0', 'twice'],
  ['f: 0 f: 1e-100 f: 7e-46 f: 1e-45', 'accepted'],
  ['f: 1e-45 f: 0', 'twice'],
  ['f: -1e-100 f: 0', 'twice'],
  ['b: false b: False b: f b: 0 b: true', 'accepted'],
  ['b: t b: f', 'twice'],
  ['e: Z e: ZZ e: 0 e: A', 'accepted'],
  ['e: A e: Z', 'twice'],
  ['s: "" s: "" \'\' s: "x"', 'accepted'],
  ['s: "x" s: ""', 'twice'],
  ['y: "" y: "\\0"', 'accepted'],
  ['m { i: 0 i: 1 }', 'accepted'],
  ['m {} m {}', 'twice'],
  ['q { key: "" key: "a" value: 0 value: 1 }', 'accepted'],
  ['q { key: "a" key: "" }', 'twice'],
  ['x: 0 x: 1', 'twice'],
  ['p: 0 p: 1', 'twice'],
])('zero does not set a field without presence: { %s } is %s', (value, is) => {
  const text = verdict(`extend google.protobuf.FileOptions { M m = 50001; }
    message M { ${FIELDS} optional int32 p = 11; }
    option (m) = { ${value} };`);
  if (is === 'accepted') expect(text).toBe('accepted');
  else expect(text).toMatch(/non-repeated field \w+ is specified multiple times$/);
});

const FIELDS = `int32 i = 2; double d = 3; float f = 4; bool b = 5; E e = 6; string s = 7;
  bytes y = 8; map<string, int32> q = 12; M m = 9; oneof o { int32 x = 10; }
  enum E { option allow_alias = true; Z = 0; ZZ = 0; A = 1; }`;

test.each([
  ['option (m) = { t: false }; option (m).t = true;', 'accepted'],
  ['option (m) = { t: true }; option (m).t = true;', 'option (m).t was already set'],
  ['option (m).t = false; option (m).t = true;', 'option (m).t was already set'],
])('%s', (options, expected) => {
  expect(verdict(`${DECLARE}${options}`)).toContain(expected);
});

test('an Any holds a message of the schema', () => {
  const head = `${HEAD}import "google/protobuf/any.proto";
    extend google.protobuf.FileOptions { google.protobuf.Any any = 50002; }\n`;
  const any = (value: string): string => verdict(`${DECLARE}option (any) = ${value};`, head);
  expect(any('{ [type.googleapis.com/M] { s: "x" } }')).toBe('accepted');
  expect(any('{ [type.googleapis.com/M] { z: "x" } }')).toContain('expected a field of M, got z');
  expect(any('{ [type.googleapis.com/N] {} }')).toContain('expected a message, got N');
  // As in protoc: one of two prefixes, a full name, no separator after it, and only
  // once.
  expect(any('{ [type.googleprod.com/M]: <> }')).toBe('accepted');
  expect(any('{ [example.com/M] {} }')).toContain('got example.com');
  expect(any('{ [type.googleapis.com/Any] {} }')).toContain('expected a message, got Any');
  expect(any('{ [type.googleapis.com/M] {}, }')).toContain('got ","');
  const twice = 'is specified multiple times';
  expect(any('{ [type.googleapis.com/M] {} [type.googleapis.com/M] {} }')).toContain(twice);
  expect(any('{ type_url: "x" [type.googleapis.com/M] {} }')).toContain(twice);
  expect(any('{ [type.googleapis.com/M] {} type_url: "x" }')).toContain(twice);
  expect(any('{ [type.googleapis.com/M] { s: "x" } value: "x" }')).toContain(twice);
  expect(any('{ [type.googleapis.com/M] {} value: "x" }')).toBe('accepted');
});

/** protoc 3.21 accepts and refuses the same ones. */
test.each([
  ['old: 1', 'accepted'],
  ['old: "a" \'b\' s: "x"', 'accepted'],
  ['old: -inf old: x old: [1, -2, { a: <> }, "x"]', 'accepted'],
  ['old { a: 1, [a.b]: 2; [c.d/e.f] {} } s: "x"', 'accepted'],
  ['old: 1, s: "x"', 'got ","'],
  ['old: []', 'expected a value, got "]"'],
  ['old 1', 'expected "{", got "1"'],
  ['old: -x', 'expected a value, got "x"'],
  [`old ${'{ a '.repeat(99)}{}${'}'.repeat(99)}`, 'messages are nested deeper than 100'],
  ['older: 1', 'expected a field of M, got older'],
])('the value of a reserved name is skipped: { %s } is %s', (value, expected) => {
  const text = verdict(`extend google.protobuf.FileOptions { M m = 50001; }
    message M { reserved "old"; string s = 1; }
    option (m) = { ${value} };`);
  expect(text).toContain(expected);
});

test.each([
  ['{ [x]: 0 [x]: 1 }', 'non-repeated field x is specified multiple times'],
  ['{ [x]: 0 deprecated: false }', 'accepted'],
  ['{ ctype: 1 }', 'accepted'],
  ['{ ctype: 5 }', 'expected a value of google.protobuf.FieldOptions.CType, got 5'],
])('descriptor.proto and extensions have presence and closed enums: %s', (value, expected) => {
  const text =
    verdict(`extend google.protobuf.FileOptions { google.protobuf.FieldOptions f = 50001; }
    extend google.protobuf.FieldOptions { int32 x = 50002; }
    option (f) = ${value};`);
  expect(text).toContain(expected);
});

test('uninterpreted_option is reserved only as the first part of a name', () => {
  const declare = 'extend google.protobuf.FileOptions { google.protobuf.FieldOptions f = 50001; }';
  expect(verdict(`${declare} option (f).uninterpreted_option = {};`)).toBe('accepted');
  expect(verdict('option uninterpreted_option = {};')).toContain('unknown option');
});
