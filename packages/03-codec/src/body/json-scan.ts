// Scans the bytes of a JSON text (RFC 8259) without building values (chapter 03).
// JSON.parse rejects a bad text but does not always say where. This finds the offset, and
// the position of each member of an object.

/**
 * What the grammar allows next. The text is also part of the error: `expected a value`.
 */
type Expected =
  | 'a value'
  | 'a value or "]"'
  | 'a name or "}"'
  | 'a name'
  | '":"'
  | '"," or "}"'
  | '"," or "]"'
  | 'nothing after the value';

/** A member of the outermost object, as byte offsets; an end is exclusive. */
export interface MemberRange {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

export interface JsonScan {
  /** The complete members of the outermost object, at most `maxMembers`. */
  readonly members: readonly MemberRange[];
  /**
   * The first byte that breaks the grammar, which may be just past the end; undefined
   * when the text is JSON.
   */
  readonly fault: JsonFault | undefined;
}

export interface JsonFault {
  readonly offset: number;
  readonly expected: string;
}

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const LITERALS = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')];

/**
 * Checks the grammar of a whole text, in linear time and without recursion. It does not
 * check the encoding: see utf8.ts.
 */
export function scanJson(bytes: Uint8Array, maxMembers = 0): JsonScan {
  const scanner = new Scanner(bytes, maxMembers);
  try {
    scanner.run();
    return { members: scanner.members, fault: undefined };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { members: scanner.members, fault: { offset: error.offset, expected: error.expected } };
  }
}

class Fault extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
  ) {
    super(`expected ${expected}`);
  }
}

class Scanner {
  readonly members: MemberRange[] = [];
  readonly #bytes: Uint8Array;
  readonly #maxMembers: number;
  #at = 0;
  #expected: Expected = 'a value';
  /** The opening brackets that are not closed yet. */
  readonly #open: number[] = [];
  #nameStart = 0;
  #nameEnd = 0;
  #valueStart = 0;

  constructor(bytes: Uint8Array, maxMembers: number) {
    this.#bytes = bytes;
    this.#maxMembers = maxMembers;
  }

  run(): void {
    for (;;) {
      this.#skipSpace();
      const byte = this.#bytes[this.#at];
      if (byte === undefined && this.#expected === 'nothing after the value') return;
      this.#step(byte);
    }
  }

  #step(byte: number | undefined): void {
    const expected = this.#expected;
    switch (expected) {
      case 'a value or "]"':
        if (byte === CLOSE_ARRAY) return this.#close();
        return this.#value(byte);
      case 'a value':
        return this.#value(byte);
      case 'a name or "}"':
        if (byte === CLOSE_OBJECT) return this.#close();
        return this.#name(byte);
      case 'a name':
        return this.#name(byte);
      case '":"':
        return this.#mark(byte === COLON, 'a value');
      case '"," or "}"':
        if (byte === CLOSE_OBJECT) return this.#close();
        return this.#mark(byte === COMMA, 'a name');
      case '"," or "]"':
        if (byte === CLOSE_ARRAY) return this.#close();
        return this.#mark(byte === COMMA, 'a value');
      case 'nothing after the value':
        throw new Fault(this.#at, expected);
    }
  }

  #mark(right: boolean, next: Expected): void {
    if (!right) throw new Fault(this.#at, this.#expected);
    this.#at++;
    this.#expected = next;
  }

  #name(byte: number | undefined): void {
    if (byte !== QUOTE) throw new Fault(this.#at, this.#expected);
    const start = this.#at;
    this.#string();
    if (this.#open.length === 1) {
      this.#nameStart = start;
      this.#nameEnd = this.#at;
    }
    this.#expected = '":"';
  }

  #value(byte: number | undefined): void {
    if (this.#open.length === 1) this.#valueStart = this.#at;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.#open.push(byte);
      this.#at++;
      this.#expected = byte === OPEN_OBJECT ? 'a name or "}"' : 'a value or "]"';
      return;
    }
    if (byte === QUOTE) this.#string();
    else if (byte === MINUS || isDigit(byte)) this.#number();
    else this.#literal();
    this.#afterValue();
  }

  #close(): void {
    this.#at++;
    this.#open.pop();
    this.#afterValue();
  }

  #afterValue(): void {
    const around = this.#open.at(-1);
    if (around === undefined) this.#expected = 'nothing after the value';
    else this.#expected = around === OPEN_OBJECT ? '"," or "}"' : '"," or "]"';
    if (this.#open.length !== 1 || around !== OPEN_OBJECT) return;
    if (this.members.length >= this.#maxMembers) return;
    this.members.push({
      nameStart: this.#nameStart,
      nameEnd: this.#nameEnd,
      valueStart: this.#valueStart,
      valueEnd: this.#at,
    });
  }

  #string(): void {
    this.#at++;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Fault(this.#at, 'the end of the string');
      if (byte < 0x20) throw new Fault(this.#at, 'no bare control character in a string');
      this.#at++;
      if (byte === QUOTE) return;
      if (byte === BACKSLASH) this.#escape();
    }
  }

  #escape(): void {
    const kind = String.fromCharCode(this.#bytes[this.#at] ?? 0);
    if (!'"\\/bfnrtu'.includes(kind)) throw new Fault(this.#at, 'one of "\\/bfnrtu after "\\"');
    this.#at++;
    if (kind !== 'u') return;
    for (let i = 0; i < 4; i++, this.#at++) {
      const digit = this.#bytes[this.#at] ?? 0;
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(digit))) {
        throw new Fault(this.#at, 'four hexadecimal digits after "\\u"');
      }
    }
  }

  #number(): void {
    if (this.#bytes[this.#at] === MINUS) this.#at++;
    const leadingZero = this.#bytes[this.#at] === 0x30;
    if (leadingZero) this.#at++;
    else this.#digits();
    if (this.#bytes[this.#at] === 0x2e) {
      this.#at++;
      this.#digits();
    }
    const exponent = this.#bytes[this.#at];
    if (exponent !== 0x65 && exponent !== 0x45) return;
    this.#at++;
    const sign = this.#bytes[this.#at];
    if (sign === 0x2b || sign === MINUS) this.#at++;
    this.#digits();
  }

  #digits(): void {
    if (!isDigit(this.#bytes[this.#at])) throw new Fault(this.#at, 'a digit');
    while (isDigit(this.#bytes[this.#at])) this.#at++;
  }

  #literal(): void {
    const literal = LITERALS.find((word) => word[0] === this.#bytes[this.#at]);
    if (literal === undefined) throw new Fault(this.#at, this.#expected);
    for (const byte of literal) {
      if (this.#bytes[this.#at] !== byte) throw new Fault(this.#at, `"${literal.toString()}"`);
      this.#at++;
    }
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
