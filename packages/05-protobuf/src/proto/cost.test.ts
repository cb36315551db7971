// The cost of parsing a schema is linear in the number of declarations. Steps are
// counted, not timed.

import { StepCounter } from '@bytes-up/testkit';
import type * as Load from './load';

const SYNTAX = 'syntax = "proto3";\n';
const many = (n: number, one: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => one(i)).join(' ');
const DESCRIPTOR = 'import "google/protobuf/descriptor.proto";';

/** A schema with n declarations, and the files it imports. */
type Shape = (n: number) => { readonly text: string; readonly files?: Record<string, string> };

const SHAPES: Readonly<Record<string, Shape>> = {
  fields: (n) => ({ text: `message M { ${many(n, (i) => `M f${i}x = ${i + 1};`)} }` }),
  'optional fields': (n) => ({
    text: `message M { ${many(n, (i) => `optional int32 f${i}x = ${i + 1};`)} }`,
  }),
  maps: (n) => ({
    text: `message M { ${many(n, (i) => `map<string, M> f${i}x = ${i + 1};`)} }`,
  }),
  oneofs: (n) => ({
    text: `message M { ${many(n, (i) => `oneof o${i}x { int32 f${i}x = ${i + 1}; }`)} }`,
  }),
  'fields of one oneof': (n) => ({
    text: `message M { oneof o { ${many(n, (i) => `int32 f${i}x = ${i + 1};`)} } }`,
  }),
  'nested types': (n) => ({
    text: `message M { ${many(n, (i) => `message N${i}x { M m = 1; }`)} }`,
  }),
  'enum values': (n) => ({ text: `enum E { ${many(n, (i) => `V${i}x = ${i};`)} }` }),
  aliases: (n) => ({
    text: `enum E { option allow_alias = true; ${many(n, (i) => `V${i}x = 0;`)} }`,
  }),
  'reserved ranges beside fields': (n) => ({
    text: `message M { ${many(n, (i) => `reserved ${2 * i + 1}; int32 f${i}x = ${2 * i + 2};`)} }`,
  }),
  'reserved names beside fields': (n) => ({
    text: `message M { ${many(n, (i) => `reserved "r${i}"; int32 f${i}x = ${i + 1};`)} }`,
  }),
  'reserved ranges of an enum': (n) => ({
    text: `enum E { ${many(n, (i) => `reserved ${2 * i + 1}; V${i}x = ${2 * i};`)} }`,
  }),
  methods: (n) => ({
    text: `message M {} service S { ${many(n, (i) => `rpc R${i}(M) returns (M);`)} }`,
  }),
  extensions: (n) => ({
    text: `${DESCRIPTOR} extend google.protobuf.FieldOptions { ${many(n, (i) => `int32 e${i} = ${20_000 + i};`)} }`,
  }),
  options: (n) => ({
    text: `${DESCRIPTOR} extend google.protobuf.FileOptions { repeated M o = 50000; }
      message M { repeated int32 a = 1; } ${many(n, (i) => `option (o) = { a: ${i} a: [1, 2] };`)}`,
  }),
  'fields of an option': (n) => ({
    text: `${DESCRIPTOR} extend google.protobuf.FileOptions { M o = 50000; }
      message M { ${many(n, (i) => `int32 f${i}x = ${i + 1};`)} }
      ${many(n, (i) => `option (o).f${i}x = ${i};`)}`,
  }),
  comments: (n) => ({ text: many(n, (i) => `/* ${i} */ // ${i}\n`) }),
  'pieces of a string': (n) => ({ text: `option java_package = ${many(n, () => '"a\\n"')};` }),
  imports: (n) => ({
    text: many(n / 10, (i) => `import "${i}.proto";`),
    files: Object.fromEntries(
      Array.from({ length: n / 10 }, (_, i) => [`${i}.proto`, `${SYNTAX}package a.p${i};`]),
    ),
  }),
  'chained imports': (n) => ({
    text: `import "${n / 10}.proto";`,
    files: Object.fromEntries(
      Array.from({ length: n / 10 + 1 }, (_, i) => [
        `${i}.proto`,
        `${SYNTAX}${i === 0 ? '' : `import "${i - 1}.proto";`} message M${i}x {}`,
      ]),
    ),
  }),
};

describe('a schema with twice as many', () => {
  const counter = new StepCounter((url) => url.includes('/05-protobuf/src/'));
  let load: typeof Load;
  const read = ({ text, files = {} }: ReturnType<Shape>): void => {
    load.parseProto(SYNTAX + text, { readImport: (path) => files[path] });
  };

  beforeAll(() => {
    jest.resetModules(); // reload, so that the blocks are counted
    load = jest.requireActual<typeof Load>('./load');
    load.parseProto(SYNTAX); // loads descriptor.proto, which is cached
  });
  afterAll(() => counter.stop());

  test.each(Object.keys(SHAPES))('%s takes twice the steps', (name) => {
    const shape = SHAPES[name] as Shape;
    const [once, twice] = [shape(2000), shape(4000)];
    const steps = counter.count(() => read(once));
    expect(steps).toBeGreaterThan(2000);
    expect(counter.count(() => read(twice))).toBeLessThan(2.2 * steps);
  });
});
