// Compares our parser with protoc on the same files: both must accept them, with the same
// types, or both must refuse them.

import { parseProto } from '../proto/load';
import { ProtoError } from '../proto/proto-error';
import { damage } from './damage';
import { linesOfDescriptors, linesOfSchema } from './descriptors';
import { knownDifference } from './differences';
import { generate, type Files } from './generate';
import { runProtoc } from './protoc';
import { Random } from './random';

/** Which kind of files a seed generates. */
const KINDS = ['valid', 'colliding', 'damaged valid', 'damaged colliding'] as const;
export type Kind = (typeof KINDS)[number];

export interface Comparison {
  readonly seed: number;
  readonly kind: Kind;
  readonly files: Files;
  /** Our parser's error. Undefined if it accepts the files. */
  readonly ours: string | undefined;
  /** protoc's error. Undefined if it accepts the files. */
  readonly protoc: string | undefined;
  /** Describes the difference. Undefined if both agree. */
  readonly difference: string | undefined;
  /** The listed difference that it is an example of. */
  readonly known: string | undefined;
}

/** The same seed gives the same files. */
export function filesOf(seed: number): { readonly kind: Kind; readonly files: Files } {
  const random = new Random(seed);
  const kind = KINDS[seed % KINDS.length] as Kind;
  const files = generate(random, kind.endsWith('valid'));
  if (!kind.startsWith('damaged')) return { kind, files };
  return { kind, files: { ...files, 'test.proto': damage(files['test.proto'] ?? '', random) } };
}

export async function compare(seed: number): Promise<Comparison> {
  const { kind, files } = filesOf(seed);
  return { seed, kind, ...(await compareFiles(files)) };
}

export async function compareFiles(files: Files): Promise<Omit<Comparison, 'seed' | 'kind'>> {
  const { refusal: protoc, descriptors } = await runProtoc(files);
  const ours = read(files);
  const refusal = typeof ours === 'string' ? ours : undefined;
  let difference: string | undefined;
  if ((refusal === undefined) !== (protoc === undefined)) {
    difference = `ours: ${refusal ?? 'accepted'}; protoc: ${protoc?.trim() ?? 'accepted'}`;
  } else if (typeof ours !== 'string') {
    const theirs = linesOfDescriptors(descriptors);
    const own = new Set(theirs.map(ownerOf));
    difference = firstDifference(
      linesOfSchema(ours, (name) => own.has(`.${name}`)),
      theirs,
    );
  }
  const known =
    difference === undefined ? undefined : knownDifference(files, refusal ?? '', protoc ?? '');
  return { files, ours: refusal, protoc, difference, known };
}

/** The schema or the error. An error other than a ProtoError is a bug in our parser. */
function read(files: Files): ReturnType<typeof parseProto> | string {
  try {
    return parseProto(files['test.proto'] ?? '', {
      file: 'test.proto',
      readImport: (path) => files[path],
    });
  } catch (error) {
    if (error instanceof ProtoError) return error.message;
    throw error;
  }
}

function firstDifference(ours: readonly string[], theirs: readonly string[]): string | undefined {
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    if (ours[i] !== theirs[i]) return `ours: ${ours[i]}; protoc: ${theirs[i]}`;
  }
  return undefined;
}

/** `.p.M` for the line `.p.M.field 1 …`, and `.p.E` for `.p.E:VALUE 0`. */
function ownerOf(line: string): string {
  const [path = ''] = line.split(' ', 1);
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf(':')));
}
