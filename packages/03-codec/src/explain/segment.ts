// The result of explaining bytes: segments with their meanings (chapter 03). The
// explainers of frames, varints, chapter 04's RESP and later formats return them.

import type { Edit } from './edit';

/** A run of bytes with one meaning. */
export interface Segment {
  /** Bytes from the start of the input. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly meaning: string;
  /** The error in these bytes, or in those that should follow them. */
  readonly error?: string;
  /** Where the bytes are a value that can be changed: of protobuf and Thrift. */
  readonly edit?: Edit;
}
