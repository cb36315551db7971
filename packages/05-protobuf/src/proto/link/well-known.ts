// Protobuf's own files, and the options that one of them declares (chapter 05).

import type { Schema } from '../../schema/schema';
import { parseFile } from '../parse/parse-file';
import { link } from './link';

const DESCRIPTOR = 'google/protobuf/descriptor.proto';

/** The text of an imported file; undefined if there is none. */
export type ReadImport = (path: string) => string | undefined;

/**
 * The files that come with every protobuf: google/protobuf/timestamp.proto and the
 * others.
 */
export class WellKnown {
  #options: Schema | undefined;

  /** @param read finds one by its path; it must find google/protobuf/descriptor.proto */
  constructor(readonly read: ReadImport) {}

  /** FileOptions, FieldOptions and the others. Read once, when they are first needed. */
  options(): Schema {
    if (this.#options === undefined) {
      const text = this.read(DESCRIPTOR);
      if (text === undefined) throw new Error(`there is no file ${DESCRIPTOR}`);
      const ast = parseFile(DESCRIPTOR, text);
      this.#options = link([{ ast, sees: new Set([ast]) }], undefined);
    }
    return this.#options;
  }
}
