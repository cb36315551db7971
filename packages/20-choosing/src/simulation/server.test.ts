// A server against the recursion of Lindley, and of Kiefer and Wolfowitz for several
// workers: when each request of any sequence must be answered.

import fc from 'fast-check';
import { SimulatedServer, type ServerOptions } from './server';
import { Simulation } from './simulation';

interface Request {
  readonly gapMs: number;
  readonly serviceMs: number;
}

const requests = fc.array(fc.record({ gapMs: fc.nat(9), serviceMs: fc.nat(9) }));

/** When each request is answered, by its number; NaN for one that is not. */
function simulated(list: readonly Request[], rules: Partial<ServerOptions> = {}): number[] {
  const simulation = new Simulation();
  let served = 0;
  const serviceMs = (): number => list[served++]?.serviceMs ?? NaN;
  const server = new SimulatedServer(simulation, { serviceMs, ...rules });
  const answeredAtMs = list.map(() => NaN);
  let atMs = 0;
  list.forEach(({ gapMs }, n) => {
    atMs += gapMs;
    simulation.after(atMs, () => server.submit(() => (answeredAtMs[n] = simulation.now())));
  });
  simulation.runUntil(1e9);
  return answeredAtMs;
}

test('any requests are answered when the worker that is free first has served them', () => {
  fc.assert(
    fc.property(requests, fc.integer({ min: 1, max: 4 }), (list, workers) => {
      const freeAtMs = Array.from({ length: workers }, () => 0);
      let arrivedAtMs = 0;
      const expected = list.map(({ gapMs, serviceMs }) => {
        arrivedAtMs += gapMs;
        const first = freeAtMs.indexOf(Math.min(...freeAtMs));
        const answeredAtMs = Math.max(arrivedAtMs, freeAtMs[first] ?? NaN) + serviceMs;
        freeAtMs[first] = answeredAtMs;
        return answeredAtMs;
      });
      expect(simulated(list, { workers })).toEqual(expected);
    }),
  );
});

/** A server whose requests take 10 ms each. */
function tenMs(rules: Partial<ServerOptions> = {}): [Simulation, SimulatedServer] {
  const simulation = new Simulation();
  return [simulation, new SimulatedServer(simulation, { serviceMs: () => 10, ...rules })];
}

test('a request that expires before its turn is dropped, if the server knows its timeout', () => {
  for (const dropsExpired of [true, false]) {
    const [simulation, server] = tenMs({ dropsExpired });
    const answered: number[] = [];
    for (const n of [1, 2, 3]) server.submit(() => answered.push(n), 15);
    simulation.runUntil(100);
    expect(answered).toEqual(dropsExpired ? [1, 2] : [1, 2, 3]);
  }
});

test('a request that finds the queue full is refused at once', () => {
  const [simulation, server] = tenMs({ maxQueued: 1 });
  const answers: boolean[] = [];
  for (let n = 0; n < 3; n++) server.submit((isServed) => answers.push(isServed));
  expect(answers).toEqual([false]);
  simulation.runUntil(100);
  expect(answers).toEqual([false, true, true]);
});

test('a server that stops loses its requests, and one that starts again serves new ones', () => {
  const [simulation, server] = tenMs();
  const answered: string[] = [];
  server.submit(() => answered.push('served when it stopped'));
  server.submit(() => answered.push('queued when it stopped'));
  simulation.after(5, () => server.stop());
  simulation.after(6, () => server.submit(() => answered.push('while it was down')));
  simulation.after(7, () => server.start());
  simulation.after(8, () => server.submit(() => answered.push('after the start')));
  simulation.runUntil(100);
  expect(answered).toEqual(['after the start']);
  expect(server.requests).toBe(0);
});

test('a slow server takes as many times as long', () => {
  const [simulation, server] = tenMs();
  server.slowness = 3;
  let atMs = NaN;
  server.submit(() => (atMs = simulation.now()));
  simulation.runUntil(100);
  expect(atMs).toBe(30);
});
