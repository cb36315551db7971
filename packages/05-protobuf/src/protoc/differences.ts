// Where our parser and protoc 3.21.12 differ on purpose. Each one has a test that fails
// when it is gone.

import type { Files } from './generate';

export interface Difference {
  readonly name: string;
  readonly why: string;
  /** A `test.proto` that shows it. */
  readonly example: string;
  /** Whether ours takes it, and protoc does not. */
  readonly isTaken: boolean;
  /** Whether what both say is this difference. An empty string means: taken. */
  readonly is: (text: string, ours: string, protocs: string) => boolean;
}

const SYNTAX = 'syntax = "proto3";\n';
const DESCRIPTOR = 'import "google/protobuf/descriptor.proto";\n';

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'a reserved range of a message that ends before it begins',
    why: 'it reserves nothing, and later versions of protoc refuse it',
    example: `${SYNTAX}message M { reserved 5 to 2; }`,
    isTaken: false,
    is: (_text, ours, protocs) => protocs === '' && /expected a range, got \d+ to \d+$/.test(ours),
  },
  {
    name: 'a # in the braces of an option',
    why: 'to protoc the rest of the option is a comment, on the next lines too',
    example: `${SYNTAX}${DESCRIPTOR}extend google.protobuf.FileOptions { M m = 50000; }
      message M { int32 a = 1; } option (m) = { # a comment
        a: 1 };`,
    isTaken: false,
    is: (_text, ours, protocs) => protocs === '' && ours.endsWith('got "#"'),
  },
  {
    name: 'a full name of more than 8,192 characters',
    why: 'every length has a bound here',
    example: `${SYNTAX}message ${'m'.repeat(8193)} {}`,
    isTaken: false,
    is: (_text, ours, protocs) => protocs === '' && ours.endsWith('characters, the most is 8192'),
  },
  {
    name: 'packed by the full name of the option',
    why: 'no schema does it, so only the plain name is looked at: the field stays as it was',
    example: `${SYNTAX}${DESCRIPTOR}message M { int32 a = 1 [(google.protobuf.FieldOptions.packed) = true]; }`,
    isTaken: true,
    is: (text, ours, protocs) =>
      ours === '' && text.includes('FieldOptions.packed)') && protocs.includes('[packed = true]'),
  },
];

export function knownDifference(files: Files, ours: string, protocs: string): string | undefined {
  const text = files['test.proto'] ?? '';
  return DIFFERENCES.find(({ is }) => is(text, ours, protocs))?.name;
}
