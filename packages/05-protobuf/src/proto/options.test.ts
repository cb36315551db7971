// Options: protobuf's own, and those that a schema declares with `extend
// google.protobuf.FieldOptions { … }`.

import { parseProto, ProtoError } from '..';

const HEAD = 'syntax = "proto3";\nimport "google/protobuf/descriptor.proto";\n';

function verdict(text: string, head = HEAD): string {
  try {
    parseProto(head + text);
    return 'read';
  } catch (error) {
    if (error instanceof ProtoError) return error.message.replace(/^schema\.proto:/, '');
    throw error;
  }
}

test('custom options on everything that may have one', () => {
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

describe('what extend may be', () => {
  const extend = (field: string, what = 'FieldOptions'): string =>
    `extend google.protobuf.${what} { ${field} }`;

  test.each([
    [extend('string a = 50001; repeated int32 b = 50002 [packed = true];'), 'read'],
    [extend('optional string a = 1000;', 'ExtensionRangeOptions'), 'read'],
    ['message M {} extend M { string a = 50001; }', '3:21: proto3 extends options only, not M'],
    [
      extend('string a = 50001;', 'FileDescriptorProto'),
      '3:8: proto3 extends options only, not google.protobuf.FileDescriptorProto',
    ],
    [
      extend('string a = 999;'),
      '3:46: expected a number for extensions of google.protobuf.FieldOptions, from 1000 to 536870911, got 999',
    ],
    [extend('string a = 19500;'), '3:46: the numbers 19000 to 19999 belong to protobuf itself'],
    [
      extend('string a = 50001; string b = 50001;'),
      '3:64: the number 50001 of google.protobuf.FieldOptions is already used by a',
    ],
    [
      `${extend('string a = 50001;')} ${extend('string a = 50001;', 'FileOptions')}`,
      '3:103: a is already declared: see the extension at schema.proto:3:46',
    ],
    [extend('map<string, string> a = 50001;'), '3:39: an extension cannot be a map'],
    [extend('required string a = 50001;'), '3:39: "required" is not part of proto3'],
    [extend('string a = 50001 [json_name = "b"];'), '3:39: an extension has no json_name'],
    [extend('string a = 50001 [default = "b"];'), '3:57: proto3 has no explicit default values'],
    [extend('oneof a { string b = 50001; }'), '3:47: expected "=", got "{"'],
    [extend(''), '3:40: expected a field, got "}"'],
    [extend('string a = 50001; ;'), '3:57: expected a field, or "}", got ";"'],
    ['extend int32 { string a = 50001; }', '3:8: expected the name of a message, got "int32"'],
    [
      'enum E { A = 0; } extend E { string a = 50001; }',
      '3:26: expected a message, got the enum E',
    ],
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
    `7:26: there is no option ${name} of google.protobuf.${of}`;

  test.each([
    [
      '(i) = -2147483648, (u) = 0xffffffffffffffff, (d) = -1, (t) = false, (e) = B, (y) = "x" \'y\'',
      'read',
    ],
    ['(d) = 1.5e3, (s) = "a", (s) = "b", (r) = {}, (r) = { a: 1 }', 'read'],
    [
      '(i) = 2147483648',
      '7:32: expected an integer from -2147483648 to 2147483647 for (i), got 2147483648',
    ],
    ['(i) = 1.0', '7:32: expected an integer for (i), got "1.0"'],
    ['(u) = -1', '7:32: expected an integer from 0 to 18446744073709551615 for (u), got -1'],
    ['(d) = inf', '7:32: expected a number for (d), got "inf"'],
    ['(d) = +1', '7:32: expected a value, got "+"'],
    ['(t) = 1', '7:32: expected true or false for (t), got "1"'],
    ['(e) = C', '7:32: expected a value of E for (e), got "C"'],
    ['(e) = 1', '7:32: expected a value of E for (e), got "1"'],
    ['(y) = x', '7:32: expected a string in quotes for (y), got "x"'],
    ['(y) = -"x"', '7:33: expected a number after the minus, got "x"'],
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
    ['(m).c = 1', '7:26: there is no option (m).c of M'],
    ['(i).a = 1', '7:26: (i) must be a single message to have fields'],
    ['(r).a = 1', '7:26: (r) must be a single message to have fields'],
    // Once.
    ['(i) = 1, (i) = 2', '7:35: the option (i) is set twice'],
    ['deprecated = true, deprecated = true', '7:45: the option deprecated is set twice'],
    ['(m).a = 1, (m).b.a = 2', 'read'],
    ['(m).a = 1, (m).a = 2', '7:37: the option (m).a is set twice'],
    ['(m) = { a: 1 }, (m).a = 2', '7:42: the option (m).a is set twice'],
    ['(m) = { a: 1 }, (m).b = {}', 'read'],
    ['(m).a = 1, (m) = {}', '7:37: the option (m) is set twice'],
    ['json_name = "x", json_name = "y"', '7:43: json_name is set twice'],
    ['json_name = x', '7:38: expected a string for json_name'],
    ['default = 1', '7:26: proto3 has no explicit default values'],
    // Only for some types.
    ['lazy = true', '7:19: lazy is for fields that are messages'],
    ['jstype = JS_STRING', '7:19: jstype is for integers of 64 bits'],
    ['packed = true', '7:19: packed is for repeated numbers'],
  ])('[%s]', (options, expected) => {
    expect(verdict(field(options))).toBe(expected);
  });

  test.each([
    ['map<string, int32> a = 1 [lazy = true];', 'read'],
    ['repeated M a = 1 [unverified_lazy = true];', 'read'],
    ['int32 a = 1 [lazy = false];', 'read'],
    ['repeated int32 a = 1 [lazy = true];', '3:28: lazy is for fields that are messages'],
    ['map<string, int64> a = 1 [jstype = JS_STRING];', '3:32: jstype is for integers of 64 bits'],
    ['map<string, int32> a = 1 [packed = true];', '3:32: packed is for repeated numbers'],
  ])('message M { %s }', (field, expected) => {
    expect(verdict(`message M { ${field} }`)).toBe(expected);
  });

  test('an option is valid only for the kind of element it extends', () => {
    expect(verdict(`${declare}message M { option (i) = 1; }`)).toBe(
      '7:20: there is no option (i) of google.protobuf.MessageOptions',
    );
    expect(verdict('option java_package = "a"; option java_package = "b";')).toBe(
      '3:35: the option java_package is set twice',
    );
    expect(verdict('message M { option message_set_wire_format = true; }')).toBe(
      '3:20: proto3 has no message sets',
    );
  });
});

describe('a value in braces is a message in text format', () => {
  const DECLARE = `extend google.protobuf.FileOptions { M m = 50001; }
    message M { string s = 1; repeated int32 n = 2; E e = 3; float f = 4; map<string, int32> p = 5; bool t = 6;
      repeated M more = 7; oneof o { int32 x = 8; uint32 y = 9; } }
    enum E { A = 0; }\n`;

  test.each([
    [
      '{ s: "x" \'y\' n: 1, n: [2, 0x3]; e: A f: -inf p { key: "a" value: 1 } t: 1 more: <> more [{ x: -1 }] }',
      'read',
    ],
    ['{ /* a */ s: "x" // }\n }', 'read'],
    ['{ z: 1 }', '7:16: expected a field of M, got z'],
    ['{ s "x" }', '7:18: expected ":", got "x"'],
    ['{ s: x }', '7:19: expected a string for s, got "x"'],
    ['{ s: "x" s: "y" }', '7:23: s is set twice'],
    ['{ x: 1 y: 2 }', '7:21: y and x are of one oneof, o'],
    ['{ y: -1 }', '7:19: expected an integer from 0 to 4294967295 for y, got -1'],
    ['{ n: 1.5 }', '7:19: expected an integer for n, got "1.5"'],
    ['{ e: B }', '7:19: expected a value of E, got "B"'],
    ['{ t: 2 }', '7:19: expected true or false for t, got "2"'],
    ['{ f: x }', '7:19: expected a number for f, got "x"'],
    ['{ s: ["x"] }', '7:19: expected a string for s, got "["'],
    ['{ more: [{}, ] }', '7:27: expected "{", got "]"'],
    ['{ [M.a]: 1 }', '7:16: expected a field of M, got M.a'],
    ['{ more < ) }', '7:23: expected a field of M, or the end of the message, got ")"'],
    [`${'{ more '.repeat(101)}{}${'}'.repeat(101)}`, '7:714: messages are nested deeper than 100'],
  ])('%s', (value, expected) => {
    expect(verdict(`${DECLARE}option (m) = ${value};`)).toBe(expected);
  });

  test('an Any holds a message of the schema', () => {
    const head = `${HEAD}import "google/protobuf/any.proto";
      extend google.protobuf.FileOptions { google.protobuf.Any any = 50002; }\n`;
    const any = (value: string): string => verdict(`${DECLARE}option (any) = ${value};`, head);
    expect(any('{ [type.googleapis.com/M] { s: "x" } }')).toBe('read');
    expect(any('{ [type.googleapis.com/M] { z: "x" } }')).toContain('expected a field of M, got z');
    expect(any('{ [type.googleapis.com/N] {} }')).toContain('expected a message, got N');
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

  test('the descriptor is written in proto2: no packing, presence everywhere, enums without a zero', () => {
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
      '3:55: google.protobuf.FieldDescriptorProto.Type is an enum of proto2, which proto3 cannot use',
    );
  });

  test('no other file of proto2 is read', () => {
    const readImport = (): string => 'syntax = "proto2";';
    expect(() => parseProto('syntax = "proto3"; import "x.proto";', { readImport })).toThrow(
      'x.proto:1:10: expected "proto3", the only syntax that is read here, got "proto2"',
    );
  });
});
