// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the pieces are joined as text',
    find: 'return Buffer.concat(pieces);',
    replace: "return Buffer.from(pieces.join(''));",
    caughtBy: 'bytes that are not UTF-8',
  },
  {
    change: 'all results are in one buffer',
    find: 'return Buffer.concat(pieces);',
    replace:
      'const own = recvAll as { room?: Buffer };\n' +
      '  const room = (own.room ??= Buffer.alloc(1 << 20)).subarray(0, bytes);\n' +
      '  Buffer.concat(pieces).copy(room);\n' +
      '  return room;',
    caughtBy: 'the next call leaves an earlier result as it is',
  },
  {
    change: 'one recv is expected to return all bytes',
    find: '    missing -= piece.length;\n',
    replace: '    missing = 0;\n',
    caughtBy: 'five bytes in three pieces',
  },
  {
    change: 'each recv asks for all bytes again',
    find: 'socket.recv(missing);',
    replace: 'socket.recv(bytes);',
    caughtBy: 'pieces with parts of both messages',
  },
  {
    change: 'an end inside a message counts as a normal end',
    find: 'if (missing === bytes) return undefined;',
    replace: 'return undefined;',
    caughtBy: 'after three of five bytes',
  },
  {
    change: 'every end is an error',
    find: 'if (missing === bytes) return undefined;',
    replace: '',
    caughtBy: 'before the first byte',
  },
  {
    change: 'after a signal it starts again from the first byte',
    find: "if (piece === 'EINTR') continue;",
    replace: "if (piece === 'EINTR') return recvAll(socket, bytes);",
    caughtBy: 'a signal between two pieces',
  },
  {
    change: 'a signal counts as the end',
    find: "if (piece === 'EINTR') continue;",
    replace: "if (piece === 'EINTR') return undefined;",
    caughtBy: 'a signal before the first byte',
  },
  {
    change: 'one send is expected to send all bytes',
    find: "if (taken !== 'EINTR') rest = rest.subarray(taken);",
    replace: "if (taken !== 'EINTR') return;",
    caughtBy: 'in three parts',
  },
  {
    change: 'all bytes are sent again',
    find: "if (taken !== 'EINTR') rest = rest.subarray(taken);",
    replace: 'if (taken === rest.length) return;',
    caughtBy: 'in three parts',
  },
  {
    change: 'it returns a promise of the bytes',
    find: 'export function recvAll(',
    replace: 'export async function recvAll(',
    caughtBy: 'five bytes in one piece',
  },
];
