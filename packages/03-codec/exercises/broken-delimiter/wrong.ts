// Wrong fixes, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const SEARCHED = 'Math.max(at < 0 ? this.#end - this.#delimiter.length + 1 : at, this.#start)';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the last byte is searched again, whatever the delimiter',
    find: SEARCHED,
    replace: 'Math.max(at < 0 ? this.#end - 1 : at, this.#start)',
    caughtBy: 'a delimiter of seven bytes, cut at every byte',
  },
  {
    change: 'the bytes that are searched again may lie before the body',
    find: SEARCHED,
    replace: 'at < 0 ? this.#end - this.#delimiter.length + 1 : at',
    caughtBy: 'a delimiter of seven bytes, cut at every byte',
  },
  {
    change: 'the buffer is used again from its start when it is empty',
    find: 'if (at < 0) return undefined;',
    replace:
      'if (at < 0) {\n' +
      '      if (this.#start === this.#end) {\n' +
      '        this.#streamOffset += this.#start;\n' +
      '        this.#start = this.#end = this.#searched = 0;\n' +
      '      }\n' +
      '      return undefined;\n' +
      '    }',
    caughtBy: 'a line stays as it is after it was returned',
  },
  {
    change: 'the offset counts from the start of the buffer',
    find: '    this.#streamOffset += this.#start;\n',
    replace: '',
    caughtBy: 'an offset counts from the start of the stream',
  },
  {
    change: 'the whole body is searched again for each chunk',
    find: 'received.indexOf(this.#delimiter, this.#searched)',
    replace: 'received.indexOf(this.#delimiter, this.#start)',
    caughtBy: 'no byte is searched more than twice',
  },
  {
    change: 'one byte over the limit is accepted',
    find: 'this.#searched - this.#start > this.#maxBodyBytes',
    replace: 'this.#searched - this.#start > this.#maxBodyBytes + 1',
    caughtBy: 'one byte over the limit is refused',
  },
];
