// What a program wants of an answer: strings, numbers, arrays, maps. The wire's own types are gone.

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

/** An error that the server answered. A value, not an exception: it may stand inside an array. */
export class RespFailure {
  constructor(readonly message: string) {}
}

/** What the server sent by itself. */
export class RespPush {
  constructor(readonly values: readonly Reply[]) {}
}

/** An integer as a number where a number can hold it. */
export function fromInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Bytes become text in UTF-8. Attributes are left out. */
export function toReply(value: RespValue): Reply {
  switch (value.type) {
    case '-':
      return new RespFailure(value.value);
    case '!':
      return new RespFailure(value.value.toString());
    case ':':
      return fromInteger(value.value);
    case '$':
      return value.value === null ? null : value.value.toString();
    case '=':
      return value.value.toString();
    case '*':
      return value.value === null ? null : repliesOf(value.value);
    case '~':
      return repliesOf(value.value);
    case '>':
      return new RespPush(repliesOf(value.value));
    case '%':
    case '|':
      return new Map(value.value.map(([key, each]) => [toReply(key), toReply(each)]));
    case '+':
    case '_':
    case '#':
    case ',':
    case '(':
      return value.value;
  }
}

function repliesOf(values: readonly RespValue[]): Reply[] {
  return values.filter(({ type }) => type !== '|').map(toReply);
}
