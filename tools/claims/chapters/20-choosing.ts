import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/simulation/event-heap.test.ts › events come in order of time, and those of the same time in the order of their pushes',
    change: 'events of the same time come in any order',
    file: 'src/simulation/event-heap.ts',
    find: 'return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);',
    replace: 'return a.atMs < b.atMs;',
  },
  {
    claim:
      'src/simulation/server.test.ts › any requests are answered when the worker that is free first has served them',
    change: 'a server has one worker more than it says',
    file: 'src/simulation/server.ts',
    find: 'if (this.#busy < this.#workers) this.#serveNext();',
    replace: 'if (this.#busy <= this.#workers) this.#serveNext();',
  },
  {
    claim: 'src/experiments/queue.test.ts › waits as long on average as M/M/1 says',
    change: 'the gaps between arrivals are always the same',
    file: 'src/experiments/queue.ts',
    find: 'exponential(1 / (workers * utilization), arrivals);',
    replace: '(void arrivals, 1 / (workers * utilization));',
  },
  {
    claim:
      'src/experiments/queue.test.ts › exceeds the time of the share %d as often as M/M/1 says',
    change: 'every service takes the same time',
    file: 'src/experiments/queue.ts',
    find: 'return exponential(1, services);',
    replace: 'return void services, 1;',
  },
  {
    claim: 'src/experiments/queue.test.ts › let as many wait as Erlang’s C says',
    change: 'the formula is Erlang’s B',
    file: 'src/theory/queues.ts',
    find: 'return blocked / (1 - utilization * (1 - blocked));',
    replace: 'return utilization >= 0 ? blocked : NaN;',
  },
  {
    claim:
      'src/experiments/picks.test.ts › two choices among a hundred servers take as long as the theory says, within 2 %',
    change: 'the busier one of two is chosen',
    file: 'packages/15-discovery/src/balancing/policies/two-choices.ts',
    find: '<= b.pending / b.weight ? a : b;',
    replace: '> b.pending / b.weight ? a : b;',
  },
  {
    claim: 'src/experiments/retry-storm.test.ts › a load of %d with a budget of %d recovers: %p',
    change: 'the budget always has a retry left',
    file: 'packages/07-client/src/call/retry-policy.ts',
    find: 'if (this.#left < 1 - ROUNDING) return false;',
    replace: '',
  },
  {
    claim:
      'src/experiments/watch-storm.test.ts › a change of one server of a thousand is a few messages for each client',
    change: 'a client reads all entries again',
    file: 'packages/15-discovery/src/registry/directory.ts',
    find: 'if (known?.isWatched === true && !this.#touched.has(name)) return known;',
    replace: 'void known;',
  },
  {
    claim:
      'src/experiments/zone-lost.test.ts › seed %d: with Health the loss of a zone costs no call, and soon no time',
    change: 'no error ejects a server',
    file: 'packages/15-discovery/src/balancing/health.ts',
    find: 'if (record.errors.length >= maxErrors) this.#eject(record);',
    replace: 'void maxErrors;',
  },
  {
    claim:
      'src/decision/decide.test.ts › no server with a bad verdict for a need is chosen, and none without one is left out',
    change: 'a bad verdict excludes no server',
    file: 'src/decision/decide.ts',
    find: ".filter((figures) => !verdicts(figures).includes('bad'))",
    replace: '.filter(() => true)',
  },
  {
    claim: 'src/decision/decide.test.ts › for %s: %j',
    change: 'only speed decides the order',
    file: 'src/decision/decide.ts',
    find: 'good(b) - good(a) || b.speed - a.speed',
    replace: '0 * good(a) || b.speed - a.speed',
  },
  {
    claim:
      'src/experiments/picks.test.ts › seed %d: two choices have less than half of random’s p99 at 90 % load',
    change: 'a client forgets what it has pending',
    file: 'src/simulation/client.ts',
    find: 'server.pending++;',
    replace: '',
  },
  {
    claim: 'src/experiments/retry-storm.test.ts › seed %d: without a budget the storm does not end',
    change: 'a server notices that its caller has timed out',
    file: 'src/simulation/server.ts',
    find: 'if (!this.#isUp || this.options.isLost?.() === true) return;',
    replace: 'if (!this.#isUp || this.options.isLost?.() === true || this.#waiting > 40) return;',
  },
  {
    claim:
      'src/experiments/retry-storm.test.ts › a queue that is no longer than what the timeout allows ends it at once',
    change: 'the queue has no bound',
    file: 'src/simulation/server.ts',
    find: 'if (this.#waiting >= (this.options.maxQueued ?? Infinity)) return answer(false);',
    replace: '',
  },
  {
    claim:
      'src/experiments/watch-storm.test.ts › the list grows with the servers, so a change costs servers times clients in bytes',
    change: 'the registry sends only what has changed',
    file: 'src/simulation/registry.ts',
    find: 'this.onRequest(names.reduce((sum, name) => sum + LENGTH_BYTES + name.length, 0));',
    replace: 'this.onRequest(LENGTH_BYTES);',
  },
  {
    claim:
      'src/experiments/zone-lost.test.ts › seed %d: without it calls go on waiting for a timeout',
    change: 'the lost servers refuse instead of being silent',
    file: 'src/simulation/server.ts',
    find: 'if (!this.#isUp || this.options.isLost?.() === true) return;',
    replace: 'if (!this.#isUp || this.options.isLost?.() === true) return answer(false);',
  },
  {
    claim: 'src/simulate.test.ts › %s of seed 7 is what it was',
    change: 'the numbers depend on the moment',
    file: 'src/simulation/random.ts',
    find: 'seed >>> 0, Math.floor',
    replace: 'Date.now() >>> 0, Math.floor',
  },
];
