// Where our parser and protoc 3.21.12 differ on purpose. Each difference has a test that
// fails once they agree.

import type { Files } from './generate';

export interface Difference {
  readonly name: string;
  readonly why: string;
  /** A `test.proto` that shows the difference. */
  readonly example: string;
  /** Whether our parser accepts it and protoc does not. */
  readonly isAccepted: boolean;
  /** Whether the two errors show this difference. An empty string means accepted. */
  readonly is: (text: string, ours: string, protoc: string) => boolean;
}

const SYNTAX = 'syntax = "proto3";\n';
const DESCRIPTOR = 'import "google/protobuf/descriptor.proto";\n';

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'a reserved range that ends before it starts',
    why: 'it reserves nothing, and later versions of protoc refuse it',
    example: `${SYNTAX}message M { reserved 5 to 2; }`,
    isAccepted: false,
    is: (_text, ours, protoc) =>
      protoc === '' && /range ends before it starts: \d+ to \d+$/.test(ours),
  },
  {
    name: 'a # in the braces of an option',
    why: 'protoc takes the rest of the option for a comment, including the next lines',
    example: `${SYNTAX}${DESCRIPTOR}extend google.protobuf.FileOptions { M m = 50000; }
      message M { int32 a = 1; } option (m) = { # a comment
        a: 1 };`,
    isAccepted: false,
    is: (_text, ours, protoc) => protoc === '' && ours.endsWith('got "#"'),
  },
  {
    name: 'a full name of more than 8,192 characters',
    why: 'this parser limits every length',
    example: `${SYNTAX}message ${'m'.repeat(8193)} {}`,
    isAccepted: false,
    is: (_text, ours, protoc) => protoc === '' && ours.endsWith('characters, the limit is 8192'),
  },
  {
    name: 'packed set by its full name',
    why: 'real schemas use the plain name, so that is the only one this parser looks at',
    example: `${SYNTAX}${DESCRIPTOR}message M { int32 a = 1 [(google.protobuf.FieldOptions.packed) = true]; }`,
    isAccepted: true,
    is: (text, ours, protoc) =>
      ours === '' && text.includes('FieldOptions.packed)') && protoc.includes('[packed = true]'),
  },
];

export function knownDifference(files: Files, ours: string, protoc: string): string | undefined {
  const text = files['test.proto'] ?? '';
  return DIFFERENCES.find(({ is }) => is(text, ours, protoc))?.name;
}
