// Protobuf's own options, from the file that declares them (chapter 05).

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Schema } from '../../schema/schema';
import { link } from './link';
import { parseFile } from '../parse/parse-file';

/**
 * The files that come with every protobuf: google/protobuf/timestamp.proto and the
 * others.
 */
export const WELL_KNOWN = resolve(__dirname, '../../../proto');
const DESCRIPTOR = 'google/protobuf/descriptor.proto';

let schema: Schema | undefined;

/** FileOptions, FieldOptions and the others. Read once, when they are needed first. */
export function builtInOptions(): Schema {
  if (schema === undefined) {
    const ast = parseFile(DESCRIPTOR, readFileSync(join(WELL_KNOWN, DESCRIPTOR), 'utf8'));
    schema = link([{ ast, sees: new Set([ast]) }], undefined);
  }
  return schema;
}
