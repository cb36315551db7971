// What protoc refuses in proto3, next to similar files that it accepts. compare.test.ts
// compares with protoc itself.

import { parseProto, ProtoError } from '..';

const SYNTAX = 'syntax = "proto3";\n';

type Files = Readonly<Record<string, string>>;

/** The error, or `accepted`. */
function verdict(text: string, files: Files = {}): string {
  const readImport = (path: string): string | undefined =>
    files[path] === undefined ? undefined : SYNTAX + files[path];
  try {
    parseProto(SYNTAX + text, { readImport });
    return 'accepted';
  } catch (error) {
    if (error instanceof ProtoError) return error.message.replace(/^schema\.proto:/, '');
    throw error;
  }
}

const declared = (name: string, what: string, column: number): string =>
  `"${name}" is already defined (${what} at schema.proto:2:${column})`;

describe('names', () => {
  test.each([
    // An enum's values are its siblings.
    [
      'message T { enum A { X = 0; } enum B { X = 0; } }',
      `2:40: ${declared('T.X', 'enum value', 22)}`,
    ],
    ['enum A { X = 0; } enum B { X = 0; }', `2:28: ${declared('X', 'enum value', 10)}`],
    ['message T { enum A { X = 0; } message X {} }', `2:22: ${declared('T.X', 'message', 39)}`],
    ['message T { enum A { X = 0; } message U { enum B { X = 0; } } }', 'accepted'],
    // Oneofs are in the same namespace as fields.
    [
      'message M { oneof a { int32 x = 1; } oneof a { int32 y = 2; } }',
      `2:44: ${declared('M.a', 'oneof', 19)}`,
    ],
    [
      'message M { oneof a { int32 x = 1; } message a {} }',
      `2:46: ${declared('M.a', 'oneof', 19)}`,
    ],
    [
      'message M { oneof a { int32 x = 1; } int32 a = 2; }',
      `2:19: ${declared('M.a', 'field', 44)}`,
    ],
    ['message M { oneof M { int32 x = 1; } }', 'accepted'],
    // Each optional field has a synthetic oneof.
    [
      'message M { optional int32 x = 1; message _x {} }',
      `2:28: ${declared('M._x', 'message', 43)}`,
    ],
    ['message M { optional int32 x = 1; oneof _x { int32 y = 2; } }', 'accepted'],
    // Each map has an entry message.
    [
      'message M { map<int32, int32> a = 1; message AEntry {} }',
      `2:31: ${declared('M.AEntry', 'message', 46)}`,
    ],
    [
      'message M { map<int32, int32> a_b = 1; enum ABEntry { X = 0; } }',
      `2:31: ${declared('M.ABEntry', 'enum', 45)}`,
    ],
    [
      'message M { map<int32, int32> a = 1; AEntry b = 2; }',
      '2:45: "AEntry" is a map entry; use map<KeyType, ValueType> instead',
    ],
    ['message M { map<int32, int32> a = 1; } message AEntry {}', 'accepted'],
    // Services, methods and packages share the namespace.
    ['service S {} message S {}', `2:9: ${declared('S', 'message', 22)}`],
    ['package S; service S {}', 'accepted'],
    ['message M { int32 M = 1; int32 int32 = 2; string message = 3; }', 'accepted'],
  ])('%s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  test('a package and a type with the same name, in two files', () => {
    const files = { 'b.proto': 'package a.b; message C {}' };
    expect(verdict('import "b.proto"; package a; message b {}', files)).toBe(
      '2:38: "a.b" is already defined (package at b.proto:2:1)',
    );
    expect(verdict('import "b.proto"; package a.b.C;', files)).toBe(
      '2:19: "a.b.C" is already defined (message at b.proto:2:22)',
    );
    expect(verdict('import "b.proto"; package a.b; message D { C c = 1; }', files)).toBe(
      'accepted',
    );
  });
});

describe('name resolution', () => {
  const files = {
    'foo.proto': 'package foo; message Foo {}',
    'common.proto': 'package x; message T { int32 a = 1; }',
    'hidden.proto': 'package x.y; message T {}',
    'b.proto': 'package z; import "hidden.proto"; message U { x.y.T t = 1; }',
    'public.proto': 'import public "foo.proto";',
  };

  test.each([
    [
      'package com.foo.bar; import "foo.proto"; message Bar { foo.Foo f = 1; }',
      '2:64: "foo.Foo" is resolved to "com.foo.Foo", which is not defined; start from the outermost scope with ".foo.Foo"',
    ],
    ['package com.foo.bar; import "foo.proto"; message Bar { .foo.Foo f = 1; }', 'accepted'],
    ['package com.bar; import "public.proto"; message Bar { foo.Foo f = 1; }', 'accepted'],
    [
      'message M { message A {} A.B b = 1; } message A { message B {} }',
      '2:30: "A.B" is resolved to "M.A.B", which is not defined; start from the outermost scope with ".A.B"',
    ],
    // A field is not a scope, so the search continues.
    ['import "foo.proto"; message M { int32 foo = 1; foo.Foo f = 2; }', 'accepted'],
    // A type in a file that is not visible hides nothing.
    ['package x.y; import "b.proto"; import "common.proto"; message M { T t = 1; }', 'accepted'],
    [
      'import "b.proto"; message M { x.y.T t = 1; }',
      '2:37: "x.y.T" is defined in hidden.proto, which is not imported',
    ],
    ['message M { int32 a = 1; a b = 2; }', '2:28: "a" is not defined'],
    ['enum E { A = 0; } message M { A a = 1; }', '2:33: expected a type, got enum value "A"'],
    // A method is found before the message of the same name.
    [
      'message M {} service S { rpc M (M) returns (M); }',
      '2:33: expected a message, got method "M"',
    ],
    ['message M {} service S { rpc M (.M) returns (.M); }', 'accepted'],
    ['message M { int32.x a = 1; }', '2:18: expected a field name, got "."'],
    ['message M { map.X a = 1; }', '2:16: expected a field name, got "."'],
    ['message map {} message M { map a = 1; }', 'accepted'],
    ['message M { .int32 a = 1; }', '2:20: ".int32" is not defined'],
    [
      'message M {} service S { rpc A (int32) returns (M); }',
      '2:33: expected a message name, got "int32"',
    ],
    [
      'message stream {} service S { rpc A (stream) returns (stream); }',
      '2:44: expected a message name, got ")"',
    ],
  ])('%s', (text, expected) => {
    expect(verdict(text, files)).toBe(expected);
  });
});

describe('numbers', () => {
  test.each([
    [
      'message M { reserved 1 to 5, 4 to 8; }',
      '2:30: the reserved ranges 1 to 5 and 4 to 8 overlap',
    ],
    ['message M { reserved 7; reserved 7; }', '2:34: the reserved ranges 7 and 7 overlap'],
    [
      'message M { reserved 9 to max, 3, 9; }',
      '2:35: the reserved ranges 9 to 2147483647 and 9 overlap',
    ],
    [
      'enum E { A = 0; reserved -5 to -2, -2; }',
      '2:36: the reserved ranges -5 to -2 and -2 overlap',
    ],
    ['message M { reserved 1 to 3, 4 to 5, 6; }', 'accepted'],
    ['message M { reserved 0; }', '2:22: reserved numbers must be at least 1, got 0'],
    ['message M { reserved 0 to 3; }', '2:22: reserved numbers must be at least 1, got 0'],
    ['message M { reserved -1; }', '2:22: expected a number or a quoted name, got "-"'],
    ['message M { reserved 1 to -1; }', '2:27: expected a number or max, got "-"'],
    ['enum E { A = 0; reserved -1; }', 'accepted'],
    ['message M { reserved max; }', '2:22: expected a number or a quoted name, got "max"'],
    ['message M { reserved "a", "a"; }', '2:27: the name a is reserved twice'],
    ['message M { reserved "a"; reserved "b", "a"; }', '2:41: the name a is reserved twice'],
    ['enum E { A = 0; reserved "a", "a"; }', '2:31: the name a is reserved twice'],
    ['message M { reserved "a" "b", "a"; }', 'accepted'],
    ['message M { reserved 1to 10; }', '2:23: expected a space after the number 1, got "t"'],
    ['message M { int32 a = 1f; }', '2:24: expected a space after the number 1, got "f"'],
    ['message M { int32 a = 0x; }', '2:24: expected a space after the number 0, got "x"'],
    ['message M { int32 a = 09; }', '2:23: a number with a leading zero must be octal, got 09'],
    ['message M { int32 a = 0x10; int32 b = 010; }', 'accepted'],
    ['message M { int32 a = -1; }', '2:23: expected a field number, got "-"'],
    ['message M { repeated group a = 1; }', '2:22: "group" is not allowed in proto3'],
  ])('%s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});

describe('enums', () => {
  const both = (one: string, other: string, short: string, name = 'E'): string =>
    `${one} and ${other} are both ${short} if you ignore case and strip the prefix ${name}`;

  test.each([
    ['enum E { E_A = 0; A = 1; }', `2:19: ${both('A', 'E_A', 'A')}`],
    ['enum E { A_B = 0; a_b = 1; }', `2:19: ${both('a_b', 'A_B', 'AB')}`],
    ['enum Foo { FOO_ = 0; FOO = 1; }', `2:22: ${both('FOO', 'FOO_', 'Foo', 'Foo')}`],
    [
      'enum FooBar { FOOBAR_A = 0; FOO_BAR_A = 1; }',
      `2:29: ${both('FOO_BAR_A', 'FOOBAR_A', 'A', 'FooBar')}`,
    ],
    ['enum E { A_B = 0; AB = 1; }', 'accepted'],
    ['enum E { option allow_alias = true; E_A = 0; A = 0; }', 'accepted'],
    [
      'enum E { option allow_alias = true; A = 0; }',
      '2:17: allow_alias is set, but no two values of E share a number',
    ],
    [
      'enum E { option allow_alias = true; A = 0; B = 1; }',
      '2:17: allow_alias is set, but no two values of E share a number',
    ],
    [
      'enum E { option allow_alias = false; A = 0; }',
      '2:17: allow_alias can only be true; remove the option instead',
    ],
    [
      'enum E { option allow_alias = 1; A = 0; B = 0; }',
      '2:17: allow_alias can only be true; remove the option instead',
    ],
    ['enum E { A = 0; B = 1; C = 0; option allow_alias = true; }', 'accepted'],
  ])('%s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});

describe('text', () => {
  test.each([
    ['/* a /* b */ */', '2:6: "/*" inside a block comment: block comments cannot be nested'],
    ['/*/**/', '2:3: "/*" inside a block comment: block comments cannot be nested'],
    ['/* a /*/', '2:6: "/*" inside a block comment: block comments cannot be nested'],
    ['/* a // b */ // /* c\n/**/ /***/ /*/ */', 'accepted'],
    ['/* \0 */', '2:1: unterminated comment'],
    ['// a\0', '2:5: expected an identifier, a number, a string or a symbol, got "\\u0000"'],
    [
      'message M {\u00a0int32 a = 1; }',
      '2:12: expected an identifier, a number, a string or a symbol, got "\u00a0"',
    ],
    [
      '\u2028message M {}',
      '2:1: expected an identifier, a number, a string or a symbol, got "\u2028"',
    ],
    [
      '\ufeffmessage M {}',
      '2:1: expected an identifier, a number, a string or a symbol, got "\ufeff"',
    ],
    ['message M {\v\f\r\tint32 a = 1; } // \u00a0', 'accepted'],
    [
      'option java_package = "\\q";',
      '2:24: expected an escape sequence such as \\n, \\" or \\x41, got "\\\\q"',
    ],
    [
      'option java_package = "\\x";',
      '2:24: expected an escape sequence such as \\n, \\" or \\x41, got "\\\\x"',
    ],
    [
      'option java_package = "\\u12";',
      '2:24: expected an escape sequence such as \\n, \\" or \\x41, got "\\\\u"',
    ],
    ['option java_package = "\\x41\\101\\u0041\\U00000041\\?\\a\u00e4";', 'accepted'],
    ['option java_package = "a\n";', '2:23: unterminated string: expected " on the same line'],
    [`message ${'m'.repeat(5000)} {}`, 'accepted'],
    [`package ${'a.'.repeat(101)}a;`, '2:9: package name has 102 parts, the limit is 101'],
    [`package ${'a.'.repeat(100)}a;`, 'accepted'],
    [
      `package a${'.bcdefghi'.repeat(57)};`,
      '2:9: package name has 514 characters, the limit is 511',
    ],
  ])('%j', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});

describe('imports and statements', () => {
  const files = { 'a.proto': '', 'b/a.proto': 'option optimize_for = LITE_RUNTIME;' };

  test.each([
    ['import "a.proto"; import "a.proto";', '2:19: import "a.proto" is listed twice'],
    ['import "a.proto"; import public "a.proto";', '2:19: import "a.proto" is listed twice'],
    ['import "a.proto"; import "b/" "a.proto"; option optimize_for = LITE_RUNTIME;', 'accepted'],
    [
      'import "b/a.proto";',
      '2:1: this file does not use LITE_RUNTIME, but imports "b/a.proto", which does',
    ],
    ['import "b/../a.proto";', '2:1: import "b/../a.proto" was not found'],
    ['import "./a.proto";', '2:1: import "./a.proto" was not found'],
    ['import "b//a.proto";', '2:1: import "b//a.proto" was not found'],
    ['import public weak "a.proto";', '2:15: expected a file path in quotes, got "weak"'],
    ['message M { oneof a { ; int32 x = 1; } }', '2:23: expected a field or "}", got ";"'],
    ['message M { repeated optional int32 a = 1; }', '2:37: expected "=", got "a"'],
    ['package .a;', '2:9: expected a package name, got "."'],
    [
      'syntax = "proto3";',
      '2:1: expected message, enum, service, extend, import, option or package, got "syntax"',
    ],
    ['; ; message M { ; } enum E { ; A = 0; ; } service S { ; };', 'accepted'],
  ])('%s', (text, expected) => {
    expect(verdict(text, files)).toBe(expected);
  });
});
