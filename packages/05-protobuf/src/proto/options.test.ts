// Built-in options, and custom options that a schema declares with `extend
// google.protobuf.FieldOptions { … }`.

import { parseProto } from '..';
import { HEAD, verdict } from '../testing/verdict';

test('custom options on every element that can have options', () => {
  const kinds = ['File', 'Message', 'Field', 'Oneof', 'Enum', 'EnumValue', 'Service', 'Method'];
  const schema = parseProto(`${HEAD}
    package p;
    ${kinds.map((kind) => `extend google.protobuf.${kind}Options { Note on_${kind} = 50001; }`).join('\n')}
    message Note { string text = 1; repeated Note more = 2; }
    option (on_File).text = "x";
    message M {
      option (p.on_Message) = { text: "x" };
      int32 a = 1 [(on_Field).text = "x", deprecated = true, json_name = "b"];
      map<string, M> b = 2 [(.p.on_Field).text = "x"];
      oneof c { option (on_Oneof) = { more { text: "x" } more: [{}, <>] }; int32 d = 3 [(on_Field) = {}]; }
      extend google.protobuf.FieldOptions { int32 inner = 50002 [(on_Field) = {}]; }
      int32 e = 4 [(inner) = 5];
      int32 f = 5 [(M.inner) = 5];
    }
    enum E { option (on_Enum) = {}; A = 0 [(on_EnumValue) = {}]; }
    service S { option (on_Service) = {}; rpc R (M) returns (M) { option (on_Method) = {}; } }
  `);
  expect(schema.message('p.M').fields.map(({ name }) => name)).toEqual(['a', 'b', 'd', 'e', 'f']);
});

describe('extend', () => {
  const extend = (field: string, what = 'FieldOptions'): string =>
    `extend google.protobuf.${what} { ${field} }`;

  test.each([
    [extend('string a = 50001; repeated int32 b = 50002 [packed = true];'), 'accepted'],
    [extend('optional string a = 1000;', 'ExtensionRangeOptions'), 'accepted'],
    [
      'message M {} extend M { string a = 50001; }',
      '3:21: extensions in proto3 are only allowed for options, not for M',
    ],
    [
      extend('string a = 50001;', 'FileDescriptorProto'),
      '3:8: extensions in proto3 are only allowed for options, not for google.protobuf.FileDescriptorProto',
    ],
    [
      extend('string a = 999;'),
      '3:46: google.protobuf.FieldOptions does not declare 999 as an extension number, only 1000 to 536870911',
    ],
    [
      extend('string a = 19500;'),
      '3:46: field numbers 19000 to 19999 are reserved for the protobuf implementation',
    ],
    [
      extend('string a = 50001; string b = 50001;'),
      '3:64: extension number 50001 of google.protobuf.FieldOptions is already used by a',
    ],
    [
      `${extend('string a = 50001;')} ${extend('string a = 50001;', 'FileOptions')}`,
      '3:103: "a" is already defined (extension at schema.proto:3:46)',
    ],
    [extend('map<string, string> a = 50001;'), '3:39: an extension cannot be a map'],
    [extend('required string a = 50001;'), '3:39: "required" is not allowed in proto3'],
    [
      extend('string a = 50001 [json_name = "b"];'),
      '3:39: json_name is not allowed on an extension',
    ],
    [
      extend('string a = 50001 [default = "b"];'),
      '3:57: explicit default values are not allowed in proto3',
    ],
    [extend('oneof a { string b = 50001; }'), '3:47: expected "=", got "{"'],
    [extend(''), '3:40: expected a field, got "}"'],
    [extend('string a = 50001; ;'), '3:57: expected a field or "}", got ";"'],
    ['extend int32 { string a = 50001; }', '3:8: expected a message name, got "int32"'],
    ['enum E { A = 0; } extend E { string a = 50001; }', '3:26: expected a message, got enum "E"'],
  ])('%s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});

describe('the value of an option', () => {
  const declare = `
    extend google.protobuf.FieldOptions { int32 i = 50001; uint64 u = 50002; double d = 50003; bool t = 50004;
      E e = 50005; bytes y = 50006; M m = 50007; repeated M r = 50008; repeated string s = 50009; }
    enum E { A = 0; B = 1; }\n`;
  const field = (options: string): string =>
    `${declare}message M { int32 a = 1 [${options}]; M b = 2; }`;
  const none = (name: string, of = 'FieldOptions'): string =>
    `7:26: unknown option ${name} of google.protobuf.${of}`;

  test.each([
    [
      '(i) = -2147483648, (u) = 0xffffffffffffffff, (d) = -1, (t) = false, (e) = B, (y) = "x" \'y\'',
      'accepted',
    ],
    ['(d) = 1.5e3, (s) = "a", (s) = "b", (r) = {}, (r) = { a: 1 }', 'accepted'],
    [
      '(i) = 2147483648',
      '7:32: expected an integer from -2147483648 to 2147483647 for (i), got 2147483648',
    ],
    ['(i) = 1.0', '7:32: expected an integer for (i), got "1.0"'],
    ['(u) = -1', '7:32: expected an integer from 0 to 18446744073709551615 for (u), got -1'],
    ['(u) = -0', '7:32: expected an integer from 0 to 18446744073709551615 for (u), got -0'],
    ['(d) = inf', '7:32: expected a number for (d), got "inf"'],
    ['(d) = +1', '7:32: expected a value, got "+"'],
    ['(t) = 1', '7:32: expected true or false for (t), got "1"'],
    ['(e) = C', '7:32: expected a value of E for (e), got "C"'],
    ['(e) = 1', '7:32: expected a value of E for (e), got "1"'],
    ['(y) = x', '7:32: expected a string in quotes for (y), got "x"'],
    ['(y) = -"x"', '7:33: expected a number after "-", got "x"'],
    ['(m) = 1', '7:32: expected a message M in braces for (m), got "1"'],
    ['packed = "true"', '7:35: expected true or false for packed, got "true"'],
    ['packed = 1', '7:35: expected true or false for packed, got "1"'],
    [
      'ctype = ROPE',
      '7:34: expected a value of google.protobuf.FieldOptions.CType for ctype, got "ROPE"',
    ],
    // Names.
    ['colour = 1', none('colour')],
    ['(nothing) = 1', none('(nothing)')],
    ['(M) = {}', none('(M)')],
    ['(M.a) = 1', none('(M.a)')],
    ['uninterpreted_option = {}', none('uninterpreted_option')],
    ['(m).c = 1', '7:26: unknown option (m).c of M'],
    ['(i).a = 1', '7:26: option (i) is not a message'],
    ['(r).a = 1', '7:26: option (r) is repeated; set it as a whole, in braces'],
    // Set more than once.
    ['(i) = 1, (i) = 2', '7:35: option (i) was already set'],
    ['deprecated = true, deprecated = true', '7:45: option deprecated was already set'],
    ['(m).a = 1, (m).b.a = 2', 'accepted'],
    ['(m).a = 1, (m).a = 2', '7:37: option (m).a was already set'],
    ['(m) = { a: 1 }, (m).a = 2', '7:42: option (m).a was already set'],
    ['(m) = { a: 1 }, (m).b = {}', 'accepted'],
    ['(m).a = 1, (m) = {}', '7:37: option (m) was already set'],
    ['json_name = "x", json_name = "y"', '7:43: json_name was already set'],
    ['json_name = x', '7:38: expected a string for json_name'],
    ['default = 1', '7:26: explicit default values are not allowed in proto3'],
    // Only allowed for some types.
    ['lazy = true', '7:19: [lazy = true] can only be specified for message fields'],
    ['jstype = JS_STRING', '7:19: jstype is only allowed on 64-bit integer fields'],
    ['packed = true', '7:19: [packed = true] can only be specified for repeated primitive fields'],
  ])('[%s]', (options, expected) => {
    expect(verdict(field(options))).toBe(expected);
  });

  test.each([
    ['map<string, int32> a = 1 [lazy = true];', 'accepted'],
    ['repeated M a = 1 [unverified_lazy = true];', 'accepted'],
    ['int32 a = 1 [lazy = false];', 'accepted'],
    [
      'repeated int32 a = 1 [lazy = true];',
      '3:28: [lazy = true] can only be specified for message fields',
    ],
    [
      'map<string, int64> a = 1 [jstype = JS_STRING];',
      '3:32: jstype is only allowed on 64-bit integer fields',
    ],
    [
      'map<string, int32> a = 1 [packed = true];',
      '3:32: [packed = true] can only be specified for repeated primitive fields',
    ],
  ])('message M { %s }', (field, expected) => {
    expect(verdict(`message M { ${field} }`)).toBe(expected);
  });

  test('an option is valid only for the kind of element it extends', () => {
    expect(verdict(`${declare}message M { option (i) = 1; }`)).toBe(
      '7:20: unknown option (i) of google.protobuf.MessageOptions',
    );
    expect(verdict('option java_package = "a"; option java_package = "b";')).toBe(
      '3:35: option java_package was already set',
    );
    expect(verdict('message M { option message_set_wire_format = true; }')).toBe(
      '3:20: message_set_wire_format is not supported in proto3',
    );
  });
});

describe('the well-known files', () => {
  const FILES = [
    'any',
    'api',
    'compiler/plugin',
    'descriptor',
    'duration',
    'empty',
    'field_mask',
    'source_context',
    'struct',
    'timestamp',
    'type',
    'wrappers',
  ];

  test.each(FILES)('google/protobuf/%s.proto is built in', (name) => {
    expect(() =>
      parseProto(`syntax = "proto3"; import "google/protobuf/${name}.proto";`),
    ).not.toThrow();
  });

  test('descriptor.proto is proto2: not packed by default, explicit presence, enums without a zero', () => {
    const schema = parseProto(`${HEAD}message M { google.protobuf.FileDescriptorProto f = 1; }`);
    const fields = schema.message('google.protobuf.FileDescriptorProto').fields;
    expect(fields.find(({ name }) => name === 'syntax')?.presence).toBe('explicit');
    expect(fields.find(({ name }) => name === 'public_dependency')?.packed).toBe(false);
    const location = schema.message('google.protobuf.SourceCodeInfo.Location').fields;
    expect(location.find(({ name }) => name === 'path')?.packed).toBe(true);
    expect(schema.enum('google.protobuf.FieldDescriptorProto.Type').values.get('TYPE_DOUBLE')).toBe(
      1,
    );
    expect(verdict('message M { google.protobuf.FieldDescriptorProto.Type t = 1; }')).toBe(
      '3:55: "google.protobuf.FieldDescriptorProto.Type" is a proto2 enum, which a proto3 message cannot use',
    );
  });

  test('any other proto2 file is refused', () => {
    const readImport = (): string => 'syntax = "proto2";';
    expect(() => parseProto('syntax = "proto3"; import "x.proto";', { readImport })).toThrow(
      'x.proto:1:10: unsupported syntax "proto2": this parser reads only "proto3"',
    );
  });
});
