// What a program wants from a reply: strings, numbers, arrays and maps, without the types
// of the wire.

import type { RespValue } from '../value';

export type Reply =
  | string
  | number
  | bigint
  | boolean
  | null
  | RespFailure
  | RespPush
  | readonly Reply[]
  | ReadonlyMap<Reply, Reply>;

/** An error reply. A value, not an exception, because it may be inside an array. */
export class RespFailure {
  constructor(readonly message: string) {}
}

/** What the server sent without a request. */
export class RespPush {
  constructor(readonly values: readonly Reply[]) {}
}

/** An integer, as a number if a number holds it exactly. */
export function fromInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Bytes are decoded as UTF-8. Attributes are left out. */
export function toReply(value: RespValue): Reply {
  switch (value.type) {
    case 'simple error':
      return new RespFailure(value.value);
    case 'bulk error':
      return new RespFailure(value.value.toString());
    case 'integer':
      return fromInteger(value.value);
    case 'bulk string':
      return value.value === null ? null : value.value.toString();
    case 'verbatim string':
      return value.value.toString();
    case 'array':
      return value.value === null ? null : repliesOf(value.value);
    case 'set':
      return repliesOf(value.value);
    case 'push':
      return new RespPush(repliesOf(value.value));
    case 'map':
    case 'attribute':
      return new Map(value.value.map(([key, each]) => [toReply(key), toReply(each)]));
    case 'simple string':
    case 'null':
    case 'boolean':
    case 'double':
    case 'big number':
      return value.value;
  }
}

function repliesOf(values: readonly RespValue[]): Reply[] {
  return values.filter(({ type }) => type !== 'attribute').map(toReply);
}
