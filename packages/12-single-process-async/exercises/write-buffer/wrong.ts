// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'what send returns is taken for all',
    find: 'return this.send(bytes);',
    replace: 'this.send(bytes);\n      return bytes.length;',
    caughtBy: 'a part is taken, and the rest follows',
  },
  {
    change: 'a write is sent at once, past what waits',
    find: `    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    if (wasEmpty) this.#flush();`,
    replace: `    const sent = this.#trySend(bytes) ?? 0;
    if (sent < bytes.length) this.#pieces.push(bytes.subarray(sent));
    this.#waiting += bytes.length - sent;
    if (wasEmpty) this.#flush();`,
    caughtBy: 'the second one does not overtake when there is room',
  },
  {
    change: 'EAGAIN is taken for a fault',
    find: "if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;",
    replace: '',
    caughtBy: 'a part is taken, and the rest follows',
  },
  {
    change: 'every error is taken for EAGAIN',
    find: "if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;\n      throw error;",
    replace: 'return undefined;',
    caughtBy: 'an error that is not EAGAIN is thrown by write',
  },
  {
    change: 'write calls send although the kernel is full',
    find: 'if (wasEmpty) this.#flush();',
    replace: 'this.#flush();',
    caughtBy: 'while bytes wait, write does not call send',
  },
  {
    change: 'it reads again as soon as it is below the mark',
    find: 'if (this.#waiting === 0) this.#mayRead = true;',
    replace: 'this.#mayRead = this.#waiting < this.highWaterBytes;',
    caughtBy: 'it reads again when nothing waits, and not before',
  },
  {
    change: 'the mark counts bytes that were written, not those that wait',
    find: 'if (this.#waiting >= this.highWaterBytes)',
    replace: 'if (bytes.length >= this.highWaterBytes || this.#waiting >= this.highWaterBytes)',
    caughtBy: 'a write that is taken as a whole is no reason to stop',
  },
  {
    change: 'all that waits is one buffer, made anew for each write',
    find: 'this.#pieces.push(bytes);',
    replace:
      'this.#pieces = [Buffer.concat([...this.#pieces.splice(this.#first), bytes])];\n    this.#first = 0;',
    caughtBy: 'many pieces wait',
  },
  {
    change: 'the rest is copied each time',
    find: 'piece.subarray(taken);',
    replace: 'Buffer.from(piece.subarray(taken));',
    caughtBy: 'the kernel takes a little each time',
  },
  {
    change: 'onWritable joins all that waits',
    find: '  onWritable(): void {\n',
    replace: `  onWritable(): void {
    this.#pieces = [Buffer.concat(this.#pieces.slice(this.#first))].filter((all) => all.length);
    this.#first = 0;
`,
    caughtBy: 'the kernel takes a little each time',
  },
];
