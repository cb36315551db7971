// The error that decoding throws, with the offset and the field (chapter 05).

import { BytesError } from '@bytes-up/codec';

export interface ProtobufErrorOptions {
  /** Bytes from the start of the message. */
  readonly offset: number;
  /**
   * The path of the field that was being read, `person.phones[2].number`; empty between
   * two fields of the outermost message.
   */
  readonly path: string;
  readonly bytes?: Uint8Array;
}

/**
 * Bytes that are not a message of this type. The code is INVALID_ARGUMENT, or
 * RESOURCE_EXHAUSTED beyond a limit.
 */
export class ProtobufError extends BytesError {
  readonly path: string;

  constructor(
    code: 'INVALID_ARGUMENT' | 'RESOURCE_EXHAUSTED',
    message: string,
    { offset, path, bytes }: ProtobufErrorOptions,
  ) {
    const where = path === '' ? `byte ${offset}` : `byte ${offset}, ${path}`;
    super(code, `${where}: ${message}`, { offset, ...(bytes === undefined ? {} : { bytes }) });
    this.path = path;
  }
}
