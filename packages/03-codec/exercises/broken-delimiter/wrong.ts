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
