// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the escape itself is not escaped',
    find: '    else if (byte === ESCAPE) frame.push(ESCAPE, ESCAPED_ESCAPE);\n',
    replace: '',
    caughtBy: 'the frame of db dc',
  },
  {
    change: 'Buffer.concat for each byte',
    find: 'this.#body.push(byte);',
    replace: `const before = this.#body.length === 0 ? [] : [this.#body as unknown as Buffer];
    this.#body = Buffer.concat([...before, Buffer.of(byte)]) as unknown as number[];`,
    caughtBy: 'few steps for a frame of 4,000 bytes, one byte at a time',
  },
  {
    change: 'an escape is forgotten at the end of a chunk',
    find: '  push(chunk: Buffer): void {\n',
    replace: '  push(chunk: Buffer): void {\n    this.#isEscaped = false;\n',
    caughtBy: 'an escape cut in two',
  },
  {
    change: 'every body is returned in the same memory',
    find: 'this.#bodies.push(Buffer.from(this.#body));',
    replace:
      'const own = SlipDecoder as { shared?: Buffer };\n' +
      '    own.shared ??= Buffer.alloc(1_000_000);\n' +
      '    own.shared.set(this.#body);\n' +
      '    this.#bodies.push(own.shared.subarray(0, this.#body.length));',
    caughtBy: 'two frames in one piece',
  },
  {
    change: 'every frame is returned in the same memory',
    find: 'return Buffer.from(frame);',
    replace:
      'const own = encodeSlip as { shared?: Buffer };\n' +
      '  own.shared ??= Buffer.alloc(1_000_000);\n' +
      '  own.shared.set(frame);\n' +
      '  return own.shared.subarray(0, frame.length);',
    caughtBy: 'neither the body nor the frame before is changed',
  },
  {
    change: 'all decoders share the body so far',
    find: '  #body: number[] = [];\n',
    replace:
      '  static shared: number[];\n' +
      '  readonly #fresh = (SlipDecoder.shared = []);\n' +
      '  get #body() { return SlipDecoder.shared; }\n' +
      '  set #body(body: number[]) { SlipDecoder.shared = body; }\n',
    caughtBy: 'two decoders at the same time',
  },
  {
    change: 'an empty frame is dropped',
    find: 'this.#bodies.push(Buffer.from(this.#body));',
    replace: 'if (this.#body.length > 0) this.#bodies.push(Buffer.from(this.#body));',
    caughtBy: 'an empty frame',
  },
  {
    change: 'the whole body is looked at again for each byte',
    find: 'this.#body.push(byte);',
    replace: 'this.#body.push(byte);\n    if (this.#body.some((each) => each < 0)) return;',
    caughtBy: 'few steps for a frame of 4,000 bytes, one byte at a time',
  },
  {
    change: 'the bodies that are left are copied for each one that is taken',
    find: '    const body = this.#bodies.shift();\n',
    replace:
      '    const [body, ...rest] = this.#bodies.splice(0);\n    this.#bodies.push(...rest);\n',
    caughtBy: 'few steps for 2,000 frames of two bytes in one chunk',
  },
  {
    change: 'any byte may be escaped',
    find: "else this.#error = new RpcError('INVALID_ARGUMENT', `db ${byte.toString(16)}: no escape`);",
    replace: 'else this.#add(byte);',
    caughtBy: 'a byte that is not an escape',
  },
  {
    change: 'the limit is off by one',
    find: 'if (this.#body.length <= this.#maxBodyBytes) return;',
    replace: 'if (this.#body.length < this.#maxBodyBytes) return;',
    caughtBy: 'a body of exactly maxBodyBytes, all of it escaped',
  },
  {
    change: 'the limit is checked at the end of a frame',
    find: 'if (this.#body.length <= this.#maxBodyBytes) return;',
    replace: 'if (this.#body.length <= this.#maxBodyBytes * 2) return;',
    caughtBy: 'one byte over the limit, before the end',
  },
  {
    change: 'the frames before an error are lost',
    find: 'if (body === undefined && this.#error !== undefined) throw this.#error;',
    replace: 'if (this.#error !== undefined) throw this.#error;',
    caughtBy: 'the frame before the error is returned first',
  },
  {
    change: 'an error is thrown only once',
    find: 'if (body === undefined && this.#error !== undefined) throw this.#error;',
    replace:
      'if (body === undefined && this.#error !== undefined) { const error = this.#error; this.#error = undefined; throw error; }',
    caughtBy: 'after an error, every later next throws the same code',
  },
];
