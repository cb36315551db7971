// The loop of attempts around chapter 15's and 07's own rules.

import { Health, RoundRobin } from '@bytes-up/discovery';
import { SimulatedClient, type ClientOptions, type Ended } from './client';
import { SimulatedServer } from './server';
import { Simulation } from './simulation';

const RETRIES = { attempts: 4, baseMs: 20, maxMs: 1_000, budget: 0.2, reserve: 100 };

interface Scene {
  readonly simulation: Simulation;
  readonly servers: Map<string, SimulatedServer>;
  readonly called: string[];
  readonly client: (options?: Partial<ClientOptions>) => SimulatedClient;
  /** Makes a call, and runs everything that follows from it. */
  readonly call: (client: SimulatedClient) => Ended | undefined;
}

/** Servers a, b, …, whose requests take 1 ms each. */
function scene(count: number): Scene {
  const simulation = new Simulation();
  const called: string[] = [];
  const servers = new Map(
    [...'abcdef'.slice(0, count)].map((key) => [
      key,
      new SimulatedServer(simulation, { serviceMs: () => 1 }),
    ]),
  );
  return {
    simulation,
    servers,
    called,
    client: (options = {}) =>
      new SimulatedClient(simulation, servers, {
        policy: new RoundRobin(),
        retries: RETRIES,
        attemptTimeoutMs: 100,
        random: () => 0.5,
        onAttempt: (key) => called.push(`${key} ${simulation.now()}`),
        ...options,
      }),
    call: (client) => {
      let ended: Ended | undefined;
      client.call((one) => (ended = one));
      simulation.runUntil(simulation.now() + 10_000);
      return ended;
    },
  };
}

test('a call that times out goes to another server at once', () => {
  const { servers, called, client, call } = scene(3);
  servers.get('a')?.stop();
  servers.get('b')?.stop();
  expect(call(client())).toEqual({ isAnswered: true, attempts: 3, durationMs: 201 });
  expect(called).toEqual(['a 0', 'b 100', 'c 200']);
});

test('a call with no other server pauses, and the pauses double', () => {
  const { servers, called, client, call } = scene(1);
  servers.get('a')?.stop();
  // Half of 20, 40 and 80 ms, since the random number is 0.5.
  expect(call(client())).toMatchObject({ isAnswered: false, attempts: 4 });
  expect(called).toEqual(['a 0', 'a 110', 'a 230', 'a 370']);
});

test('a call is not retried when the budget is spent', () => {
  const { servers, client, call } = scene(2);
  for (const server of servers.values()) server.stop();
  const one = client({ retries: { ...RETRIES, budget: 0, reserve: 2 } });
  expect(call(one)).toMatchObject({ attempts: 3 });
  expect(call(one)).toMatchObject({ attempts: 1 });
  expect(one.attempts).toBe(4);
});

test('a server that fails three times is ejected, and probed after a second', () => {
  const { simulation, servers, called, client } = scene(2);
  servers.get('a')?.stop();
  const health = new Health({}, simulation.now);
  const one = client({ health });
  for (let n = 0; n < 20; n++) simulation.after(n * 200, () => one.call(() => undefined));
  simulation.runUntil(10_000);
  // It is ejected at 500 ms for a second. The probe fails at 1,700 ms: two seconds more.
  const toA = called.filter((call) => call.startsWith('a'));
  expect(toA).toEqual(['a 0', 'a 200', 'a 400', 'a 1600', 'a 3800']);
});

test('an answer after the timeout changes nothing', () => {
  const { servers, client, call } = scene(1);
  const [a] = servers.values();
  if (a !== undefined) a.slowness = 150;
  const ended: Ended[] = [];
  const one = client({ retries: { ...RETRIES, attempts: 1 } });
  one.call((how) => ended.push(how));
  call(one);
  expect(ended).toEqual([{ isAnswered: false, attempts: 1, durationMs: 100 }]);
});
