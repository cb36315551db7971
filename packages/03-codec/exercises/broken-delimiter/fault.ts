import type { Fault } from '@bytes-up/testkit';

export const fault: Fault = {
  change: 'after a search without a hit, the beginning of a delimiter counts as searched',
  find: `    // Without a hit, the last bytes may be the beginning of a delimiter, so only these
    // are searched again.
    this.#searched = Math.max(at < 0 ? this.#end - this.#delimiter.length + 1 : at, this.#start);
`,
  replace: `    // Without a hit, all the bytes that were received are searched.
    this.#searched = at < 0 ? this.#end : at;
`,
  caughtBy: '\\r\\n cut between its bytes',
  why:
    'If a chunk ends with the first byte of `\\r\\n`, this byte was searched, but the delimiter ' +
    'that starts there was not seen, because its second byte had not come. So the decoder must ' +
    'search the last `delimiter.length - 1` bytes again, and no others. `Math.max` keeps ' +
    'it from going back into the delimiter of the body before.\n\n' +
    'The limit is compared with the same number. In the copy, a body of exactly `maxBodyBytes` ' +
    'and the `\\r` after it counted as a body that is one byte too long.',
};
