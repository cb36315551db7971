import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/by-hand/bytes.test.ts › %s: %s, in a struct',
    change: 'a length has no bound',
    file: 'src/by-hand/pass-over.ts',
    find: 'if (value < 0 || value > this.maxBytes)',
    replace: 'if (value < 0)',
  },
  {
    claim: 'src/behaviour.test.ts › a client that sends and does not read is not read from either',
    change: 'it is read on',
    file: 'src/server.ts',
    find: 'socket.pause(); // the client',
    replace: '// the client',
  },
  {
    claim: 'src/by-hand/bytes.test.ts › of 100,000 bytes in pieces of %d',
    change: 'the end is looked for from the beginning',
    file: 'src/by-hand/transport.ts',
    find: '      const end = this.#end.find(chunk, at);\n      this.#queue.append(chunk.subarray(at, end));\n      if (end === undefined) return;',
    replace:
      '      const before = this.#queue.length;\n      const all = Buffer.concat([this.#queue.take(before), chunk.subarray(at)]);\n      const found = this.#end.find(all, 0);\n      const end = found === undefined ? undefined : at + found - before;\n      this.#queue.append(all.subarray(0, found));\n      if (end === undefined) return void (this.#end = undefined);',
  },
];
