// Makes and completes calls with sixteen in flight, and prints how many bytes of memory
// each leaves behind after the collections of the young generation, which are frequent.
// It runs as a process of its own (node --expose-gc), because in jest the memory of other
// tests would blur the result.

import { InFlight } from '../connection/in-flight';

const CALLS = 100_000;
const IN_FLIGHT = 16;
const collect = globalThis.gc as unknown as (options: { type: 'minor' | 'major' }) => void;

const calls = new InFlight('by id', () => undefined);
const nothing = (): void => undefined;
let completed = 0;

function makeCalls(count: number): void {
  for (let n = 0; n < count; n++) {
    const id = calls.nextId();
    calls.insert(id, { resolve: nothing, reject: nothing });
    if (id > IN_FLIGHT) calls.complete(++completed, { out: 'pong', result: null }, 0);
  }
}

function usedBytes(): number {
  collect({ type: 'minor' });
  return process.memoryUsage().heapUsed;
}

makeCalls(10 * IN_FLIGHT);
// twice: what survives one collection is young, what survives two is old
for (let n = 0; n < 2; n++) collect({ type: 'minor' });
collect({ type: 'major' });
const before = usedBytes();
for (let n = 0; n < 10; n++) {
  makeCalls(CALLS / 10);
  usedBytes();
}
console.log((usedBytes() - before) / CALLS);
