// A schema from a .proto file, or from its text (chapter 05).

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Schema } from '../schema/schema';
import { WellKnown, type ReadImport } from './link/well-known';
import { Loader } from './loader';

export type { ReadImport } from './link/well-known';

/** Where protobuf's own files are. */
export const WELL_KNOWN_FOLDER = resolve(__dirname, '../../proto');

export const wellKnown = new WellKnown((path) => readIfThere(join(WELL_KNOWN_FOLDER, path)));

export interface ParseOptions {
  /** For errors. Default: `schema.proto`. */
  readonly file?: string;
  /** Default: finds the well-known types only. */
  readonly readImport?: ReadImport;
}

/** A schema from the text of a file. @throws ProtoError with the line and the column */
export function parseProto(
  text: string,
  { file = 'schema.proto', readImport = () => undefined }: ParseOptions = {},
): Schema {
  return new Loader(readImport, wellKnown).load(file, text);
}

/**
 * A schema from a file. An import's path is relative to one of `roots`; the default is
 * the file's own folder.
 * @throws ProtoError; Error of node:fs when the file cannot be read
 */
export function loadProto(path: string, roots: readonly string[] = [dirname(path)]): Schema {
  const readImport = (wanted: string): string | undefined => {
    for (const root of roots) {
      const text = readIfThere(join(root, wanted));
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return new Loader(readImport, wellKnown).load(path, readFileSync(path, 'utf8'));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
