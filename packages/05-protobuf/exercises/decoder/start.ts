// A protobuf decoder. The task: npm start -- exercise 05-decoder

export type Scalar =
  'uint32' | 'int32' | 'sint32' | 'bool' | 'string' | 'bytes' | 'float' | 'double';

export interface Field {
  readonly name: string;
  /** A scalar, or the spec of a message. */
  readonly type: Scalar | Spec;
  readonly repeated?: true;
}

/** A message's fields, by number. */
export interface Spec {
  readonly [number: number]: Field;
}

/** A property for each field of the spec. */
export interface Message {
  [name: string]: unknown;
  /** Unknown fields exactly as they arrived, including their keys. */
  $unknown?: Buffer[];
}

/**
 * @throws RpcError INVALID_ARGUMENT for bytes that are not a message, RESOURCE_EXHAUSTED
 *   for messages that are nested more than 100 levels deep
 */
export function decode(spec: Spec, bytes: Buffer): Message {
  throw new Error('not written yet: decode');
}
