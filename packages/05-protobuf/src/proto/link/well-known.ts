// Protobuf's own .proto files, and the options that descriptor.proto declares (chapter
// 05).

import type { Schema } from '../../schema/schema';
import { parseFile } from '../parse/parse-file';
import { link } from './link';

const DESCRIPTOR = 'google/protobuf/descriptor.proto';

/** Returns the text of an imported file, or undefined if it does not exist. */
export type ReadImport = (path: string) => string | undefined;

/**
 * The files that come with every protobuf implementation, such as
 * google/protobuf/timestamp.proto.
 */
export class WellKnown {
  #options: Schema | undefined;

  /** @param read must find google/protobuf/descriptor.proto */
  constructor(readonly read: ReadImport) {}

  /** FileOptions, FieldOptions and so on. Loaded when first needed, then cached. */
  options(): Schema {
    if (this.#options === undefined) {
      const text = this.read(DESCRIPTOR);
      if (text === undefined) throw new Error(`${DESCRIPTOR} was not found`);
      const ast = parseFile(DESCRIPTOR, text);
      this.#options = link([{ ast, visible: new Set([ast]) }], undefined);
    }
    return this.#options;
  }
}
