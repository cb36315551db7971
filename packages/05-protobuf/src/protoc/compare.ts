// Our parser and protoc before the same files: both take them, with the same types, or
// both refuse them.

import { parseProto } from '../proto/load';
import { ProtoError } from '../proto/proto-error';
import { damage } from './damage';
import { linesOfDescriptors, linesOfSchema } from './descriptors';
import { knownDifference } from './differences';
import { generate, type Files } from './generate';
import { askProtoc } from './protoc';
import { Random } from './random';

/** How the files of a seed are made. */
const KINDS = ['sound', 'crowded', 'damaged sound', 'damaged crowded'] as const;
export type Kind = (typeof KINDS)[number];

export interface Comparison {
  readonly seed: number;
  readonly kind: Kind;
  readonly files: Files;
  /** `undefined` when the file was taken. */
  readonly ours: string | undefined;
  readonly protocs: string | undefined;
  /** In words; undefined when both agree. */
  readonly difference: string | undefined;
  /** The listed difference that it is an example of. */
  readonly known: string | undefined;
}

/** The same seed gives the same files. */
export function filesOf(seed: number): { readonly kind: Kind; readonly files: Files } {
  const random = new Random(seed);
  const kind = KINDS[seed % KINDS.length] as Kind;
  const files = generate(random, kind.endsWith('sound'));
  if (!kind.startsWith('damaged')) return { kind, files };
  return { kind, files: { ...files, 'test.proto': damage(files['test.proto'] ?? '', random) } };
}

export async function compare(seed: number): Promise<Comparison> {
  const { kind, files } = filesOf(seed);
  return { seed, kind, ...(await compareFiles(files)) };
}

export async function compareFiles(files: Files): Promise<Omit<Comparison, 'seed' | 'kind'>> {
  const { refusal: protocs, descriptors } = await askProtoc(files);
  const ours = read(files);
  const refusal = typeof ours === 'string' ? ours : undefined;
  let difference: string | undefined;
  if ((refusal === undefined) !== (protocs === undefined)) {
    difference = `ours: ${refusal ?? 'taken'}; protoc: ${protocs?.trim() ?? 'taken'}`;
  } else if (typeof ours !== 'string') {
    const theirs = linesOfDescriptors(descriptors);
    const own = new Set(theirs.map(ownerOf));
    difference = firstDifference(
      linesOfSchema(ours, (name) => own.has(`.${name}`)),
      theirs,
    );
  }
  const known =
    difference === undefined ? undefined : knownDifference(files, refusal ?? '', protocs ?? '');
  return { files, ours: refusal, protocs, difference, known };
}

/** The schema or its error. An error other than a ProtoError is a bug in our parser. */
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

/** `.p.M.field 1 …` is of `.p.M`, `.p.E:VALUE 0` of `.p.E`. */
function ownerOf(line: string): string {
  const [path = ''] = line.split(' ', 1);
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf(':')));
}
