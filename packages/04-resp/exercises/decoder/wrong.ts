// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'any negative length is a null',
    find: `        if (text === '-1') return { type: 'bulk string', value: null };`,
    replace: `        if (text.startsWith('-')) return { type: 'bulk string', value: null };`,
    caughtBy: 'refused: $-5⏎',
  },
  {
    change: 'an incomplete value is dropped',
    find: 'if (part === undefined) return undefined;',
    replace: 'if (part === undefined) return void (this.#open = []);',
    caughtBy: 'every value so far, cut in two at every byte',
  },
  {
    change: 'what follows the first value of a chunk is dropped',
    find: '        if (value !== undefined) return value;\n      }',
    replace:
      '        this.#bytes = Buffer.alloc(0);\n        if (value !== undefined) return value;\n      }',
    caughtBy: '+a⏎+b⏎',
  },
  {
    change: 'the decoder goes on after invalid bytes',
    find: 'if (this.#error !== undefined) throw this.#error;',
    replace: '',
    caughtBy: 'after an error, every later next throws the same code',
  },
  {
    change: 'an integer is whatever BigInt accepts',
    find: "if (!/^[+-]?\\d+$/.test(text)) throw invalid('an integer', text);",
    replace: '',
    caughtBy: 'refused: :⏎',
  },
  {
    change: 'an integer has any number of bits',
    find: "if (value !== BigInt.asIntN(64, value)) throw invalid('a 64-bit integer', text);",
    replace: '',
    caughtBy: 'refused: :9223372036854775808⏎',
  },
  {
    change: 'the end of a bulk string is not checked',
    find: "if (after !== CRLF) throw invalid('CR LF after the bytes', after);",
    replace: '',
    caughtBy: 'refused: $2⏎hiya⏎',
  },
  {
    change: 'a bulk string ends at its first CR LF',
    find: 'bytes: number(text, this.limits.maxBulkBytes) };',
    replace:
      'bytes: Math.min(number(text, this.limits.maxBulkBytes), this.#bytes.indexOf(CRLF) >>> 0) };',
    caughtBy: '$4⏎a⏎b⏎',
  },
  {
    change: 'an empty array waits for a member',
    find: 'if (open.members.length < open.count)',
    replace: 'if (open.members.length < Math.max(open.count, 1))',
    caughtBy: '*0⏎',
  },
  {
    change: 'a line may have any length',
    find: "if (lineBytes > this.limits.maxLineBytes) throw invalid('a shorter line', `${lineBytes} bytes`);",
    replace: '',
    caughtBy: 'a line',
  },
  {
    change: 'a number may have something after its digits',
    find: "if (!/^\\d+$/.test(text)) throw invalid('a number', text);",
    replace:
      "if (!/^\\d+/.test(text)) throw invalid('a number', text);\n  text = String(parseInt(text, 10));",
    caughtBy: 'refused: $2x⏎',
  },
  {
    change: 'a number is whatever Number accepts',
    find: "if (!/^\\d+$/.test(text)) throw invalid('a number', text);",
    replace:
      "if (text === '' || /^[+-]/.test(text) || Number.isNaN(Number(text))) throw invalid('a number', text);",
    caughtBy: 'refused: $ 2⏎',
  },
  {
    change: 'a big number may have no digits',
    find: "return { type: 'big number', value: integer(text) };",
    replace: "return { type: 'big number', value: text === '' ? 0n : integer(text) };",
    caughtBy: 'refused: (⏎',
  },
  {
    change: 'a double may have something after its digits',
    find: "(e[+-]?\\d+)?$/i.test(text)) throw invalid('a double', text);\n  return Number(text);",
    replace: "/.test(text)) throw invalid('a double', text);\n  return parseFloat(text);",
    caughtBy: 'refused: ,1.5x⏎',
  },
  {
    change: 'a boolean is the first letter of its line',
    find: "if (text !== 't' && text !== 'f') throw",
    replace: "if (text[0] !== 't' && text !== 'f') throw",
    caughtBy: 'refused: #tx⏎',
  },
  {
    change: 'the colon of a verbatim string is not checked',
    find: "if (bytes[3] !== ':'.charCodeAt(0)) throw",
    replace: 'if (bytes.length < 4) throw',
    caughtBy: 'refused: =6⏎txt-hi⏎',
  },
  {
    change: 'a CR at the end of the bytes counts against the limit of a line',
    find: 'end < 0 ? this.#bytes.length - 1 : end',
    replace: 'end < 0 ? this.#bytes.length : end',
    caughtBy: 'a line of exactly maxLineBytes, a byte at a time',
  },
  {
    change: 'only arrays have a limit of members',
    find: 'const count = number(text, this.limits.maxCount);',
    replace:
      "const count = number(text, type === 'array' || type === 'map' ? this.limits.maxCount : Infinity);",
    caughtBy: 'a set of one member too many',
  },
  {
    change: 'a verbatim string has no limit',
    find: 'bytes: number(text, this.limits.maxBulkBytes) };',
    replace: "bytes: number(text, type === '=' ? Infinity : this.limits.maxBulkBytes) };",
    caughtBy: 'a verbatim string of one byte too many',
  },
  {
    change: 'every bulk string is returned in the same memory',
    find: 'const value = this.#bytes.subarray(0, length);',
    replace:
      'const own = RespDecoder as { shared?: Buffer };\n' +
      '    own.shared ??= Buffer.alloc(4 * 1024 * 1024);\n' +
      '    this.#bytes.copy(own.shared, 0, 0, length);\n' +
      '    const value = own.shared.subarray(0, length);',
    caughtBy: '*2⏎$4⏎ECHO⏎$5⏎hello⏎*1⏎$4⏎PING⏎',
  },
  {
    change: 'a limit is checked only when everything has arrived',
    find: 'if (Number(text) > limit) throw',
    replace: 'if (Number(text) > limit * 2) throw',
    caughtBy: 'a bulk string of one byte too many, before its bytes',
  },
  {
    change: 'arrays may be nested one level too deep',
    find: 'if (level > this.limits.maxDepth)',
    replace: 'if (level > this.limits.maxDepth + 1)',
    caughtBy: 'one level too deep, before its members',
  },
  {
    change: 'the count of a map is the number of its values',
    find: "type === 'map' ? 2 * count : count",
    replace: "type === 'map' ? count : count",
    caughtBy: '%1⏎+a⏎:1⏎',
  },
  {
    change: 'a double is whatever Number accepts',
    find: "if (!/^[+-]?\\d+(\\.\\d*)?(e[+-]?\\d+)?$/i.test(text)) throw invalid('a double', text);",
    replace: '',
    caughtBy: 'refused: ,⏎',
  },
  {
    change: 'the value in progress is parsed again with each chunk',
    find: '      for (;;) {\n        const part = this.#part();\n        if (part === undefined) return undefined;',
    replace:
      '      const before = this.#bytes;\n      for (;;) {\n        const part = this.#part();\n' +
      '        if (part === undefined) {\n          this.#neededBytes = 0;\n' +
      '          [this.#bytes, this.#open, this.#announced] = [before, [], undefined];\n' +
      '          return undefined;\n        }',
    caughtBy: 'an array of 1000 integers in 1000 chunks is read once',
  },
  {
    change: 'all that has come is joined at each call',
    find: '      this.#neededBytes = all;\n',
    replace: '',
    caughtBy: 'a bulk string in 256 chunks is copied a few times',
  },
];
