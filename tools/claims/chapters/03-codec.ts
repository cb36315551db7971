import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/other-ways/compression.test.ts › is refused at the limit, and its memory is never allocated',
    change: 'the limit acts after unpacking',
    file: 'src/other-ways/compression.ts',
    find: 'maxOutputLength: Math.max(maxOutputBytes, 1),',
    replace: '',
  },
  {
    claim:
      'src/body/json-body.test.ts › a hundred thousand levels are refused before JSON.parse sees them',
    change: 'the body is parsed before its depth is checked',
    file: 'src/body/json-body.ts',
    find: 'const tooDeepAt = findTooDeep(body, limits.maxDepth);',
    replace: 'parse(body);\n  const tooDeepAt = findTooDeep(body, limits.maxDepth);',
  },
  {
    claim: 'src/frame/frame-decoder.test.ts › %s fails on the four bytes alone',
    change: 'the length is compared when the body has arrived',
    file: 'src/frame/frame-decoder.ts',
    find: '      if (this.#bodyBytes > this.#maxFrameBytes) throw this.#fail();\n      this.#state = FrameDecoderState.IN_BODY;\n    }\n    return this.#chunks.length >= this.#bodyBytes;',
    replace:
      '      this.#state = FrameDecoderState.IN_BODY;\n    }\n    if (this.#chunks.length < this.#bodyBytes) return false;\n    if (this.#bodyBytes > this.#maxFrameBytes) throw this.#fail();\n    return true;',
  },
  {
    claim:
      'src/other-ways/compression.test.ts › a body that deflate does not make smaller is sent uncompressed',
    change: 'random bytes are deflated',
    file: 'src/other-ways/compression.ts',
    find: 'if (deflated.length < body.length) return',
    replace: 'return',
  },
  {
    claim:
      'src/other-ways/delimiter.test.ts › no byte is searched twice: a body in one-byte chunks is linear',
    change: 'the body is searched again with each chunk',
    file: 'src/other-ways/delimiter.ts',
    find: 'received.indexOf(this.#delimiter, this.#searched)',
    replace: 'received.indexOf(this.#delimiter, this.#start)',
  },
  {
    claim:
      'src/frame/body-reader.test.ts › any frames in any chunks, taken at any time, come out as FrameDecoder has them',
    change: 'a body that is not in the newest chunk is read from it all the same',
    file: 'src/frame/body-reader.ts',
    find: 'if (start < 0) return body;',
    replace: 'if (this.#chunk.length === 0) return body;',
  },
  {
    claim:
      'src/frame/body-reader.test.ts › neither a reader that waits nor a value that was read keeps its chunk in memory',
    change: 'the string of a chunk is kept until the next one comes',
    file: 'src/frame/body-reader.ts',
    find: '    this.#chunk = NO_BYTES;\n    this.#text = undefined;',
    replace: '',
  },
  {
    claim: 'src/frame/frame-batch.test.ts › any bodies give the bytes that encodeFrame gives',
    change: 'every answer is taken for ASCII',
    file: 'src/frame/frame-batch.ts',
    find: 'Buffer.byteLength(text) === text.length + highBytes;',
    replace: 'text.length >= highBytes;',
  },
];
