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
    find: '      if (this.#bodyBytes > this.#maxFrameBytes) throw this.#fail();\n      this.#state = FrameDecoderState.IN_BODY;\n    }\n    if (this.#chunks.length < this.#bodyBytes) return undefined;',
    replace:
      '      this.#state = FrameDecoderState.IN_BODY;\n    }\n    if (this.#chunks.length < this.#bodyBytes) return undefined;\n    if (this.#bodyBytes > this.#maxFrameBytes) throw this.#fail();',
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
];
