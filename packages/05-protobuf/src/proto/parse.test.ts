import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProto, parseProto, ProtoError, SCALARS } from '..';
import { propertyOf } from './link/fields';

const SYNTAX = 'syntax = "proto3";\n';
const refusal = (text: string, readImport?: (path: string) => string | undefined): ProtoError => {
  try {
    parseProto(text, readImport === undefined ? {} : { readImport });
  } catch (error) {
    if (error instanceof ProtoError) return error;
    throw error;
  }
  throw new Error('expected a ProtoError, got a schema');
};

describe('what a file can contain', () => {
  test('comments, options and empty statements are parsed and ignored', () => {
    const schema = parseProto(`
      // a comment
      syntax = 'proto3'; /* another
      one */
      import "google/protobuf/descriptor.proto";
      package a.b;
      option java_package = "x" "y";
      option (my_file).sub = { a: 1 b { c: "}" } };
      option optimize_for = SPEED;
      option (ratio) = -1.5e3;
      ;
      extend google.protobuf.FileOptions { Mine my_file = 50000; double ratio = 50001; }
      extend google.protobuf.FieldOptions { string my = 50000; }
      message Mine { Mine sub = 1; int32 a = 2; Mine b = 3; string c = 4; }
      message M {
        option deprecated = true;
        int32 a = 1 [deprecated = true, (my) = "x", json_name = "z"];
        reserved 5, 7 to 9, 1000 to max;
        reserved "old", 'older';
        ;
      }
      enum E { option allow_alias = true; ZERO = 0; NIL = 0x0 [deprecated = true]; OCT = 010; LOW = -5; reserved -9 to -7; }
    `);
    expect(schema.message('a.b.M').fields.map(({ name, number }) => [name, number])).toEqual([
      ['a', 1],
    ]);
    expect([...schema.enum('a.b.E').values]).toEqual([
      ['ZERO', 0],
      ['NIL', 0],
      ['OCT', 8],
      ['LOW', -5],
    ]);
  });

  test('every scalar type, single and repeated; numbers are packed unless packed is false', () => {
    const fields = SCALARS.map(
      (scalar, i) => `${scalar} a${i} = ${i + 1}; repeated ${scalar} b${i} = ${i + 101};`,
    );
    const type = parseProto(`${SYNTAX} message M { ${fields.join('\n')} }`).message('M');
    expect(type.fields.filter(({ packed }) => packed)).toHaveLength(SCALARS.length - 2);
    const one = parseProto(
      `${SYNTAX} message M { repeated int32 a = 1 [packed = false]; }`,
    ).message('M');
    expect(one.fields[0]?.packed).toBe(false);
  });

  test('presence: absent and zero fields', () => {
    const type = parseProto(`${SYNTAX}
      message M { int32 a = 1; optional int32 b = 2; M c = 3; oneof d { int32 e = 4; } repeated M f = 5; map<string, M> g = 6; }
    `).message('M');
    expect(type.fields.map(({ presence }) => presence)).toEqual([
      'implicit',
      'explicit',
      'explicit',
      'explicit',
      'repeated',
      'map',
    ]);
    expect([...type.oneofs.keys()]).toEqual(['d']);
  });

  test('fields are sorted by number, whatever their order in the file', () => {
    const type = parseProto(`${SYNTAX} message M { int32 b = 2; int32 a = 1; }`).message('M');
    expect(type.fields.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('a name is resolved in the innermost message first, then in the enclosing ones', () => {
    const schema = parseProto(`${SYNTAX}
      package p;
      message A { message B { A a = 1; B b = 2; .p.B outer = 3; p.A.B full = 4; C c = 5; } enum C { ZERO = 0; } B b = 1; }
      message B {}
    `);
    const names = (message: string) =>
      schema
        .message(message)
        .fields.map(({ type }) => (type.kind === 'scalar' ? type.scalar : type.name));
    expect(names('p.A.B')).toEqual(['p.A', 'p.A.B', 'p.B', 'p.A.B', 'p.A.C']);
    expect(names('p.A')).toEqual(['p.A.B']);
  });

  test('services, with streams in either direction', () => {
    const { methods } = parseProto(`${SYNTAX}
      service S {
        option deprecated = true;
        rpc One (M) returns (M);
        rpc In (stream M) returns (M) { option idempotency_level = IDEMPOTENT; }
        rpc Both (stream .M) returns (stream M) {}
      }
      message M {}
    `).service('S');
    expect(
      [...methods.values()].map(({ name, inputStream, outputStream }) => [
        name,
        inputStream,
        outputStream,
      ]),
    ).toEqual([
      ['One', false, false],
      ['In', true, false],
      ['Both', true, true],
    ]);
  });

  test.each([
    ['user_id', 'userId'],
    ['_field_name3', 'FieldName3'],
    ['field__name4_', 'fieldName4'],
    ['field_0_name6', 'field0Name6'],
    ['FIELD_NAME11', 'FIELDNAME11'],
    ['__proto__', 'Proto'],
  ])('the field %s is the property %s', (name, property) => {
    expect(propertyOf(name)).toBe(property);
  });

  test('looking up an unknown type', () => {
    const schema = parseProto(`${SYNTAX} message A {} enum E { ZERO = 0; }`);
    expect(() => schema.message('B')).toThrow(
      new RangeError('no message B in the schema, which has A'),
    );
    expect(() => schema.enum('F')).toThrow('no enum F in the schema, which has E');
    expect(() => schema.service('S')).toThrow('no service S in the schema, which has none');
  });
});

describe('errors', () => {
  test('an error shows the line with a caret', () => {
    const error = refusal(`${SYNTAX}message M {\n  int32 a 1;\n}`);
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'schema.proto:3:11: expected "=", got "1"',
      line: 3,
      column: 11,
      picture: '  int32 a 1;\n          ^',
    });
  });

  test.each([
    ['', '1:1: expected syntax = "proto3";, got the end of the file'],
    ['syntax = "proto2";', '1:10: unsupported syntax "proto2": this parser reads only "proto3"'],
    ['edition = "2023";', '1:1: expected syntax = "proto3";, got "edition"'],
    [`${SYNTAX}package a; package b;`, '2:12: multiple package definitions'],
    [`${SYNTAX}message M {`, '2:12: expected a field or "}", got the end of the file'],
    [`${SYNTAX}import x;`, '2:8: expected a file path in quotes, got "x"'],
    [`${SYNTAX}message M { required int32 a = 1; }`, '2:13: "required" is not allowed in proto3'],
    [
      `${SYNTAX}message M { extensions 100 to 199; }`,
      '2:13: "extensions" is not allowed in proto3',
    ],
    [
      `${SYNTAX}extension M { }`,
      '2:1: expected message, enum, service, extend, import, option or package, got "extension"',
    ],
    [
      `${SYNTAX}message M { int32 a = 0; }`,
      '2:23: expected a field number, from 1 to 536870911, got 0',
    ],
    [
      `${SYNTAX}message M { int32 a = 536870912; }`,
      '2:23: expected a field number, from 1 to 536870911, got 536870912',
    ],
    [`${SYNTAX}message M { int32 a = 1.5; }`, '2:23: expected a field number, got "1.5"'],
    [
      `${SYNTAX}message M { int32 a = 19000; }`,
      '2:19: field numbers 19000 to 19999 are reserved for the protobuf implementation',
    ],
    [
      `${SYNTAX}message M { int32 a = 1; int32 b = 1; }`,
      '2:32: field number 1 is already used by a',
    ],
    [
      `${SYNTAX}message M { int32 a = 1; int32 a = 2; }`,
      '2:32: "M.a" is already defined (field at schema.proto:2:19)',
    ],
    [
      `${SYNTAX}message M { int32 a_b = 1; int32 aB = 2; }`,
      '2:34: the JSON names of aB and a_b conflict: they differ only in case and underscores',
    ],
    [
      `${SYNTAX}message M { oneof a { int32 a = 1; } }`,
      '2:19: "M.a" is already defined (field at schema.proto:2:29)',
    ],
    [`${SYNTAX}message M { oneof a { } }`, '2:19: oneof a has no fields'],
    [
      `${SYNTAX}message M { oneof a { repeated int32 b = 1; } }`,
      '2:23: a field in a oneof cannot be repeated',
    ],
    [
      `${SYNTAX}message M { oneof a { map<int32, int32> b = 1; } }`,
      '2:23: a map field cannot have a label or be in a oneof',
    ],
    [
      `${SYNTAX}message M { repeated map<int32, int32> b = 1; }`,
      '2:13: a map field cannot have a label or be in a oneof',
    ],
    [
      `${SYNTAX}message M { map<double, int32> b = 1; }`,
      '2:32: a map key must be an integer type, bool or string, got double',
    ],
    [
      `${SYNTAX}message M { map<M, int32> b = 1; }`,
      '2:27: a map key must be an integer type, bool or string, got M',
    ],
    [
      `${SYNTAX}message M { repeated string a = 1 [packed = true]; }`,
      '2:29: [packed = true] can only be specified for repeated primitive fields',
    ],
    [
      `${SYNTAX}message M { int32 a = 1 [packed = true]; }`,
      '2:19: [packed = true] can only be specified for repeated primitive fields',
    ],
    [`${SYNTAX}message M { reserved 2 to 4; int32 a = 3; }`, '2:36: the number 3 is reserved'],
    [`${SYNTAX}message M { reserved "a"; int32 a = 3; }`, '2:33: the name a is reserved'],
    [`${SYNTAX}message M { reserved 4 to 2; }`, '2:22: range ends before it starts: 4 to 2'],
    [`${SYNTAX}message M { Nothing a = 3; }`, '2:21: "Nothing" is not defined'],
    [`${SYNTAX}message M { .M.N a = 3; }`, '2:18: ".M.N" is not defined'],
    [
      `${SYNTAX}message M {} message M {}`,
      '2:22: "M" is already defined (message at schema.proto:2:9)',
    ],
    [
      `${SYNTAX}message M {} enum M { ZERO = 0; }`,
      '2:19: "M" is already defined (message at schema.proto:2:9)',
    ],
    [`${SYNTAX}enum E { ONE = 1; }`, '2:10: the first value of E must be 0, got 1'],
    [`${SYNTAX}enum E { }`, '2:6: enum E has no values'],
    [
      `${SYNTAX}enum E { A = 0; B = 0; }`,
      '2:17: B uses the same number as A; to allow it, set option allow_alias = true',
    ],
    [
      `${SYNTAX}enum E { A = 0; A = 1; }`,
      '2:17: "A" is already defined (enum value at schema.proto:2:10)',
    ],
    [
      `${SYNTAX}enum E { A = 0; B = 2147483648; }`,
      '2:21: expected an enum value number, from -2147483648 to 2147483647, got 2147483648',
    ],
    [`${SYNTAX}enum E { reserved 5; A = 0; B = 5; }`, '2:29: the number 5 is reserved'],
    [`${SYNTAX}service S { rpc A (B) returns (B); }`, '2:20: "B" is not defined'],
    [
      `${SYNTAX}enum B { Z = 0; } service S { rpc A (B) returns (B); }`,
      '2:38: expected a message, got enum "B"',
    ],
    [
      `${SYNTAX}message B {} service S { rpc A (B) returns (B); rpc A (B) returns (B); }`,
      '2:53: "S.A" is already defined (method at schema.proto:2:30)',
    ],
    [`${SYNTAX}/* no end`, '2:1: unterminated comment'],
    [
      `${SYNTAX}message M { int32 ä = 1; }`,
      '2:19: expected an identifier, a number, a string or a symbol, got "ä"',
    ],
    [`${SYNTAX}option a = "no end`, '2:12: unterminated string: expected " on the same line'],
    [`${SYNTAX}option a = { b { }`, '2:19: expected "}", got the end of the file'],
  ])('%j', (text, message) => {
    expect(refusal(text).message).toBe(`schema.proto:${message}`);
  });

  test('a byte order mark is allowed at the start of a file, and only there', () => {
    expect(() => parseProto(`\ufeff${SYNTAX}`)).not.toThrow();
    expect(() => parseProto(`${SYNTAX}\ufeff`)).toThrow('got "\ufeff"');
    expect(() => parseProto(`\ufeff\ufeff${SYNTAX}`)).toThrow('got "\ufeff"');
  });

  test('limits: nested messages, the length of a file, of a full name, of all full names', () => {
    const nested = (depth: number) => SYNTAX + 'message M { '.repeat(depth) + '}'.repeat(depth);
    expect(() => parseProto(nested(31))).not.toThrow();
    expect(refusal(nested(32)).message).toContain('messages are nested deeper than 31');
    expect(refusal(SYNTAX + ' '.repeat(4 * 1024 * 1024)).message).toContain('the limit is 4194304');
    expect(refusal(`${SYNTAX}message ${'m'.repeat(8193)} {}`).message).toBe(
      'schema.proto:2:9: full name has 8193 characters, the limit is 8192',
    );
    const fields = Array.from({ length: 14_000 }, (_, i) => `int32 f${i}x = ${i + 1};`).join('');
    expect(refusal(`${SYNTAX}message ${'m'.repeat(5000)} { ${fields} }`).message).toContain(
      'all full names together have more than 67108864 characters',
    );
  });

  test('a file truncated anywhere is refused, or is a valid shorter file', () => {
    const text = `${SYNTAX}package p; message M { repeated int32 a = 1 [packed = true]; map<string, E> b = 2; } enum E { Z = 0; }`;
    for (let end = 0; end < text.length; end++) {
      try {
        parseProto(text.slice(0, end));
      } catch (error) {
        expect(error).toBeInstanceOf(ProtoError);
      }
    }
  });
});

describe('imports', () => {
  const files: Readonly<Record<string, string>> = {
    'a.proto': `${SYNTAX} message A { int32 a = 1; }`,
    'public.proto': `${SYNTAX} import public "a.proto";`,
    'private.proto': `${SYNTAX} import "a.proto";`,
    'circle.proto': `${SYNTAX} import "circle2.proto";`,
    'circle2.proto': `${SYNTAX} import "circle.proto";`,
    'broken.proto': `${SYNTAX} message {`,
  };
  const readImport = (path: string) => files[path];
  const importing = (path: string) => `${SYNTAX}import "${path}"; message M { A a = 1; }`;

  test('a type is visible where its file is imported, directly or through a public import', () => {
    for (const path of ['a.proto', 'public.proto']) {
      const schema = parseProto(importing(path), { readImport });
      expect(schema.message('M').fields[0]?.type).toBe(schema.message('A'));
    }
    expect(refusal(importing('private.proto'), readImport).message).toBe(
      'schema.proto:2:39: "A" is defined in a.proto, which is not imported',
    );
  });

  test.each([
    ['none.proto', 'schema.proto:2:1: import "none.proto" was not found'],
    ['../a.proto', 'schema.proto:2:1: import "../a.proto" was not found'],
    ['/a.proto', 'schema.proto:2:1: import "/a.proto" was not found'],
    [
      'circle.proto',
      'circle2.proto:2:2: file recursively imports itself: schema.proto -> circle.proto -> circle2.proto -> circle.proto',
    ],
    ['broken.proto', 'broken.proto:2:10: expected a message name, got "{"'],
  ])('%s', (path, message) => {
    expect(refusal(importing(path), readImport).message).toBe(message);
  });

  test('too many files', () => {
    const endless = (path: string) => `${SYNTAX} import "${path}x";`;
    expect(refusal(`${SYNTAX}import "x";`, endless).message).toContain('more than 1000 files');
  });

  test('the well-known types are built in', () => {
    const schema = parseProto(`${SYNTAX}
      ${['any', 'duration', 'empty', 'field_mask', 'struct', 'timestamp', 'wrappers'].map((name) => `import "google/protobuf/${name}.proto";`).join('\n')}
      message M { google.protobuf.Timestamp at = 1; google.protobuf.StringValue name = 2; }
    `);
    expect(schema.message('google.protobuf.Struct').fields[0]?.presence).toBe('map');
    expect(schema.messages.size).toBe(18);
  });

  describe('from files', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'bytes-up-proto-'));
      mkdirSync(join(folder, 'shared'));
      writeFileSync(join(folder, 'main.proto'), importing('shared/a.proto'));
      writeFileSync(join(folder, 'shared/a.proto'), files['a.proto'] ?? '');
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test('are resolved relative to the folder of the main file, or to the given roots', () => {
      expect(loadProto(join(folder, 'main.proto')).message('A').fields).toHaveLength(1);
      expect(() => loadProto(join(folder, 'main.proto'), [join(folder, 'shared')])).toThrow(
        'import "shared/a.proto" was not found',
      );
      expect(() => loadProto(join(folder, 'none.proto'))).toThrow('ENOENT');
    });
  });
});
