// What taking bytes apart gives: pieces with their meanings (chapter 03). Our frames,
// varints and chapter 04's RESP come so.

/** A run of bytes that mean one thing. */
export interface Segment {
  /** Bytes from the start of the input. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly meaning: string;
  /** What is wrong with these bytes, or with what should follow them. */
  readonly error?: string;
}
