// What RESP can say. The first byte of a value on the wire is its type, and that byte is its type here.
// https://redis.io/docs/latest/develop/reference/protocol-spec/

/** A value as it stands on the wire. RESP2 has the first five types; the others came with RESP3. */
export type RespValue =
  | { readonly type: '+' | '-'; readonly value: string } // one line: a status, an error
  | { readonly type: ':'; readonly value: bigint } // 64 bits, signed
  | { readonly type: '$'; readonly value: Buffer | null } // a bulk string: any bytes
  | { readonly type: '*'; readonly value: readonly RespValue[] | null }
  | { readonly type: '_'; readonly value: null }
  | { readonly type: '#'; readonly value: boolean }
  | { readonly type: ','; readonly value: number } // a double
  | { readonly type: '('; readonly value: bigint } // an integer of any size
  | { readonly type: '!'; readonly value: Buffer } // an error of any bytes
  | { readonly type: '='; readonly format: string; readonly value: Buffer } // text of a kind: txt, mkd
  | { readonly type: '~' | '>'; readonly value: readonly RespValue[] } // a set; a push nobody asked for
  | { readonly type: '%'; readonly value: readonly RespPair[] } // a map
  | { readonly type: '|'; readonly value: readonly RespPair[] }; // attributes of the value that follows

export type RespPair = readonly [key: RespValue, value: RespValue];

/** Bounds that a decoder checks before it takes memory. */
export interface RespLimits {
  /** Bytes of one bulk string. Redis takes 512 MiB. */
  readonly maxBulkBytes: number;
  /** Bytes of one value, with everything in it. What a value takes in memory is a multiple of it, of some tens at the most. */
  readonly maxValueBytes: number;
  /** Members of one array, map (pairs), set or push. */
  readonly maxCount: number;
  /** How deep values may be nested. */
  readonly maxDepth: number;
  /** Bytes of one line: a status, a number, an inline command. */
  readonly maxLineBytes: number;
}

export const DEFAULT_RESP_LIMITS: RespLimits = {
  maxBulkBytes: 512 * 1024 * 1024,
  maxValueBytes: 1024 * 1024 * 1024,
  maxCount: 1024 * 1024,
  maxDepth: 32,
  maxLineBytes: 64 * 1024,
};

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

export function isInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX;
}

/** A bulk string. */
export function bulk(value: string | Buffer | null): RespValue {
  return { type: '$', value: typeof value === 'string' ? Buffer.from(value) : value };
}
