import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/balancing/health.test.ts › after its time one call tries it, and no second one meanwhile',
    change: 'every call tries it',
    file: 'src/balancing/health.ts',
    find: '>= record.ejectedUntilMs && record.probe === undefined;',
    replace: '>= record.ejectedUntilMs;',
  },
  {
    claim:
      'src/registry/directory.test.ts › an empty registry is not believed: the last servers are called on',
    change: 'an empty registry is believed',
    file: 'src/registry/directory.ts',
    find: 'return this.#registered.length > 0 ? this.#registered : this.#lastKnown;',
    replace: 'return this.#registered;',
  },
  {
    claim:
      'src/registry/reconciler.test.ts › have longer and longer pauses, and no event shortens one',
    change: 'an event shortens a pause',
    file: 'src/registry/reconciler.ts',
    find: 'if (!this.#isRunning && this.#pause === undefined) this.#ended',
    replace: 'this.#pause = void clearTimeout(this.#pause);\n    if (!this.#isRunning) this.#ended',
  },
  {
    claim:
      'src/registry/directory.test.ts › a server that comes when the list was just read is heard of',
    change: 'the watch is armed after the list was read',
    file: 'src/registry/directory.ts',
    find: 'return await this.zookeeper.children(root, this.#onChildren);',
    replace:
      'const list = await this.zookeeper.children(root);\n      await this.zookeeper.children(root, this.#onChildren);\n      return list;',
  },
  {
    claim: 'src/main.test.ts › it is found, called, and gone from the list before it stops',
    change: 'it does not wait after leaving',
    file: 'src/main.ts',
    find: 'await delay(leaveMs);',
    replace: 'void delay(leaveMs);',
  },
  {
    claim:
      'src/balancing/kept-candidates.test.ts › are the same array while no call changes anything',
    change: 'every answered call makes the client ask Health again',
    file: 'src/balancing/health.ts',
    find: 'if (!wasWell) this.#changed();',
    replace: 'this.#changed();',
  },
  {
    claim:
      'src/balancing/kept-candidates.test.ts › are those that Health names, whatever happens between two calls',
    change: 'the candidates are kept after an ejection has expired',
    file: 'src/balancing/health.ts',
    find: 'if (this.now() >= this.#nextExpiryMs) this.#changed();',
    replace: '',
  },
  {
    claim:
      'src/balancing/policies/policies.test.ts › looks at no more than two of a thousand servers while the list is the same',
    change: 'round robin compares the names for each choice',
    file: 'src/balancing/policies/round-robin.ts',
    find: 'if (candidates !== this.#candidates) this.#renew(candidates);',
    replace: 'this.#renew(candidates);',
  },
  {
    claim:
      'src/balancing/policies/kept.test.ts › %s chooses as its plain version, whatever list comes next',
    change: 'consistent hash does not pass over points that a lower weight takes away',
    file: 'src/balancing/policies/consistent-hash.ts',
    find: 'if (owner !== undefined && number < owner.points)',
    replace: 'if (owner !== undefined)',
  },
  {
    claim:
      'src/balancing/policies/kept.test.ts › hashes the points of a server once: another list costs only those that are new',
    change: 'the ring is made anew for each list',
    file: 'src/balancing/policies/consistent-hash.ts',
    find: 'pointsOf(key, this.#onRing.get(key) ?? 0, points)',
    replace: 'pointsOf(key, 0, points)',
  },
];
