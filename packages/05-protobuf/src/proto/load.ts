// Loads a schema from a .proto file or from its text (chapter 05).

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Schema } from '../schema/schema';
import { WellKnown, type ReadImport } from './link/well-known';
import { Loader } from './loader';

export type { ReadImport } from './link/well-known';

/** The folder with protobuf's own .proto files. */
export const WELL_KNOWN_FOLDER = resolve(__dirname, '../../proto');

export const wellKnown = new WellKnown((path) => readIfExists(join(WELL_KNOWN_FOLDER, path)));

export interface ParseOptions {
  /** The file name in errors. Default: `schema.proto`. */
  readonly file?: string;
  /** By default only the well-known files can be imported. */
  readonly readImport?: ReadImport;
}

/** Parses the text of a file. @throws ProtoError with the line and the column */
export function parseProto(
  text: string,
  { file = 'schema.proto', readImport = () => undefined }: ParseOptions = {},
): Schema {
  return new Loader(readImport, wellKnown).load(file, text);
}

/**
 * Loads a file. Import paths are relative to one of `roots`, by default the folder of the
 * file itself, like protoc's `-I`.
 * @throws ProtoError; Error of node:fs if the file cannot be read
 */
export function loadProto(path: string, roots: readonly string[] = [dirname(path)]): Schema {
  const readImport = (wanted: string): string | undefined => {
    for (const root of roots) {
      const text = readIfExists(join(root, wanted));
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return new Loader(readImport, wellKnown).load(path, readFileSync(path, 'utf8'));
}

function readIfExists(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
