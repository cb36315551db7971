// The reserved names and numbers of one message or enum of a .proto file (chapter 05).

import type { FileAst, RangeAst, ReservedAst } from '../parse/ast';
import { ProtoError } from '../proto-error';

export class Reserved {
  readonly #names = new Set<string>();
  /** Sorted, without overlaps. */
  readonly #ranges: readonly RangeAst[];

  /** @param lowest the lowest number that may be reserved. @throws ProtoError */
  constructor({ ranges, names }: ReservedAst, file: FileAst, lowest: number) {
    const fail = (message: string, at: number): ProtoError =>
      new ProtoError(message, { ...file, at });
    for (const { name, at } of names) {
      if (this.#names.has(name)) throw fail(`the name ${name} is reserved twice`, at);
      this.#names.add(name);
    }
    this.#ranges = [...ranges].sort((a, b) => a.from - b.from);
    let before: RangeAst | undefined;
    for (const range of this.#ranges) {
      if (range.from < lowest) {
        throw fail(`reserved numbers must be at least ${lowest}, got ${range.from}`, range.at);
      }
      if (before !== undefined && range.from <= before.to) {
        throw fail(`the reserved ranges ${show(before)} and ${show(range)} overlap`, range.at);
      }
      before = range;
    }
  }

  /** @throws the result of `fail` if the name or the number is reserved */
  check(name: string, number: number, fail: (message: string) => ProtoError): void {
    if (this.#names.has(name)) throw fail(`the name ${name} is reserved`);
    if (this.#hasNumber(number)) throw fail(`the number ${number} is reserved`);
  }

  /**
   * Binary search, because a message can have thousands of fields and thousands of
   * ranges.
   */
  #hasNumber(number: number): boolean {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { from, to } = this.#ranges[middle] as RangeAst;
      if (number >= from && number <= to) return true;
      if (number < from) high = middle;
      else low = middle + 1;
    }
    return false;
  }
}

function show({ from, to }: RangeAst): string {
  return from === to ? `${from}` : `${from} to ${to}`;
}
