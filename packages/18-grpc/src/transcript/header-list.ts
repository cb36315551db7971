// The header lists of one direction of a connection. HPACK (RFC 7541) refers to earlier
// headers, so they must be read in order.

import { ByteQueue } from '@bytes-up/byte-queue';
import { decompressor, type Decompressor } from 'hpack.js';

const TABLE_BYTES = 4_096;
const MAX_BLOCK_BYTES = 65_536;

export class HeaderList {
  readonly #hpack: Decompressor = decompressor.create({ table: { size: TABLE_BYTES } });
  readonly #block = new ByteQueue();
  #error: Error | undefined;

  constructor() {
    this.#hpack.on('error', (error) => (this.#error = error));
  }

  /**
   * @param isLast no CONTINUATION follows
   * @returns the fields when the list is complete
   * @throws Error for invalid HPACK
   */
  read(bytes: Buffer, isLast: boolean): readonly (readonly [name: string, value: string])[] {
    this.#block.append(bytes);
    if (this.#block.length > MAX_BLOCK_BYTES)
      throw new RangeError(`a header block above ${MAX_BLOCK_BYTES} bytes`);
    if (!isLast) return [];
    this.#hpack.write(this.#block.take(this.#block.length));
    this.#hpack.execute();
    if (this.#error !== undefined) throw this.#error;
    const fields: (readonly [string, string])[] = [];
    for (let field = this.#hpack.read(); field !== null; field = this.#hpack.read())
      fields.push([String(field.name), String(field.value)]);
    return fields;
  }
}
