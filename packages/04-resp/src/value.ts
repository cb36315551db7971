// What RESP can say: one union, whose variants have the specification's own names.
// https://redis.io/docs/latest/develop/reference/protocol-spec/

// #region value
export type RespValue =
  | { readonly type: 'simple string'; readonly value: string }
  | { readonly type: 'simple error'; readonly value: string }
  | { readonly type: 'integer'; readonly value: bigint } // 64 bits, signed
  | { readonly type: 'bulk string'; readonly value: Buffer | null } // any bytes
  | { readonly type: 'array'; readonly value: readonly RespValue[] | null }
  // RESP2 ends here. RESP3 added:
  | { readonly type: 'null'; readonly value: null }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'big number'; readonly value: bigint }
  | { readonly type: 'bulk error'; readonly value: Buffer }
  | { readonly type: 'verbatim string'; readonly format: string; readonly value: Buffer }
  | { readonly type: 'set'; readonly value: readonly RespValue[] }
  // sent without a request
  | { readonly type: 'push'; readonly value: readonly RespValue[] }
  | { readonly type: 'map'; readonly value: readonly RespPair[] }
  | { readonly type: 'attribute'; readonly value: readonly RespPair[] };

export type RespPair = readonly [key: RespValue, value: RespValue];

/** The byte that a value of each type begins with. */
export const TYPE_BYTE = {
  'simple string': '+',
  'simple error': '-',
  integer: ':',
  'bulk string': '$',
  array: '*',
  null: '_',
  boolean: '#',
  double: ',',
  'big number': '(',
  'bulk error': '!',
  'verbatim string': '=',
  set: '~',
  push: '>',
  map: '%',
  attribute: '|',
} as const satisfies Record<RespValue['type'], string>;
// #endregion value

/** Types that announce a length in bytes, then send the bytes. */
export type BulkType = 'bulk string' | 'bulk error' | 'verbatim string';
/** Types that announce a count of values. */
export type ListType = 'array' | 'set' | 'push';
/** Types that announce a count of pairs. */
export type PairsType = 'map' | 'attribute';

/** Limits that a decoder checks before it takes memory. */
export interface RespLimits {
  /** Bytes of one bulk string. Redis takes 512 MiB. */
  readonly maxBulkBytes: number;
  /**
   * Bytes of one value, with everything in it. In memory, a value takes a multiple of
   * that: some tens of times as much in the worst case.
   */
  readonly maxValueBytes: number;
  /** Members of one array, set or push; pairs of one map. */
  readonly maxCount: number;
  /** How deep values may be nested. */
  readonly maxDepth: number;
  /** Bytes of one line: a simple string, a number, an inline command. */
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

export function bulk(value: string | Buffer | null): RespValue {
  return { type: 'bulk string', value: typeof value === 'string' ? Buffer.from(value) : value };
}
