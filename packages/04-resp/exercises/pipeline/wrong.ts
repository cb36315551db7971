// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the latest command gets the first reply',
    find: 'this.#waiting.shift()',
    replace: 'this.#waiting.pop()',
    caughtBy: 'three commands, answered in one chunk',
  },
  {
    change: 'only one reply is read from each chunk',
    find: 'for (let value = this.#decoder.next(); value !== undefined; value = this.#decoder.next()) {',
    replace: 'const value = this.#decoder.next(); if (value !== undefined) {',
    caughtBy: 'three commands, answered in one chunk',
  },
  {
    change: 'a push counts as a reply',
    find: "if (value.type === 'push') return;",
    replace: '',
    caughtBy: 'a push between two replies',
  },
  {
    change: 'an error ends the client',
    find: "if (value.type === 'simple error') first.reject(new ReplyError(value.value));",
    replace:
      "if (value.type === 'simple error') { this.#waiting.unshift(first); this.end(new ReplyError(value.value)); }",
    caughtBy: 'an error rejects one command only',
  },
  {
    change: 'a bulk error is treated as an ordinary reply',
    find: "    else if (value.type === 'bulk error') first.reject(new ReplyError(value.value.toString()));\n",
    replace: '',
    caughtBy: 'a bulk error',
  },
  {
    change: 'an error in an array rejects its command',
    find: 'else first.resolve(value);',
    replace:
      "else if (value.type === 'array' && value.value?.some((member) => member.type === 'simple error')) first.reject(new ReplyError('ERR'));\n" +
      '    else first.resolve(value);',
    caughtBy: 'an error in an array is part of the reply',
  },
  {
    change: 'the rejection is an object that only looks like an error',
    find: "if (value.type === 'simple error') first.reject(new ReplyError(value.value));",
    replace:
      "if (value.type === 'simple error') first.reject({ ...new ReplyError(value.value), message: value.value } as Error);",
    caughtBy: 'the rejection is an Error',
  },
  {
    change: 'the end does not reject the commands',
    find: 'for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);',
    replace: 'this.#waiting.length = 0;',
    caughtBy: 'the end rejects every waiting command',
  },
  {
    change: 'the end rejects the commands with a copy of the error',
    find: 'for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);',
    replace: `for (const { reject } of this.#waiting.splice(0)) {
      const { message, code } = this.#ended as ReplyError;
      reject(Object.assign(new Error(message), { code }));
    }`,
    caughtBy: 'the end rejects every waiting command',
  },
  {
    change: 'a command after the end rejects with a copy of the error',
    find: 'return Promise.reject(this.#ended);',
    replace: `{
      const { message, code } = this.#ended as ReplyError;
      return Promise.reject(Object.assign(new Error(message), { code }));
    }`,
    caughtBy: 'a command after the end',
  },
  {
    change: 'a command after the end is written',
    find: 'if (this.#ended !== undefined) return Promise.reject(this.#ended);',
    replace: '',
    caughtBy: 'a command after the end',
  },
  {
    change: 'receive throws for bytes that are not RESP',
    find: 'this.end(error as Error);\n    }\n  }\n\n  /** The connection',
    replace: 'throw error;\n    }\n  }\n\n  /** The connection',
    caughtBy: 'bytes that are not RESP',
  },
  {
    change: 'a reply to no command is ignored',
    find: "throw new RpcError('INTERNAL', 'a reply that matches no command');",
    replace: 'return;',
    caughtBy: 'a reply that no command waits for',
  },
];
