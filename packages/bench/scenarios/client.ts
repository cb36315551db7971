// Chapter 07's client against those of two RPC libraries, each with its own server in a
// process of its own: one connection, with enough calls in flight that none of them waits
// for the network. And the course's own ways to call: through the service client of
// chapter 15, and chapter 17 behind its client.

import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Client } from '@bytes-up/client';
import { ServiceClient } from '@bytes-up/discovery';
import { DistributedClient } from '@bytes-up/distributed-rpc';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/testkit';
import { ServiceBroker } from 'moleculer';
import Session from 'msgpack5rpc';
import { compare, judge, timeRatio, type Contender } from '../src';
import type { Scenario, ScenarioOptions } from './scenario';

const OURS = 'chapter 07, deadlines and retries on';
const MSGPACK5RPC = 'msgpack5rpc';
const MOLECULER = 'moleculer, TCP';
const SERVICE_CLIENT = 'the same server through chapter 15';
const DISTRIBUTED = 'chapter 17 behind its client';
const IN_FLIGHT = 64;
const TEXT = 'hello, there';
const SERVER = mainOf('@bytes-up/single-process-async');
const DISTRIBUTED_SERVER = mainOf('@bytes-up/distributed-rpc');

function mainOf(chapter: string): string {
  return join(require.resolve(`${chapter}/package.json`), '../src/main.ts');
}

export const client: Scenario = {
  name: 'client',
  summary: 'calls of a client with 64 in flight, against msgpack5rpc and moleculer',
  async run({ mode, rounds, seed, onProgress }: ScenarioOptions) {
    const isQuick = mode === 'quick';
    const calls = isQuick ? 500 : 5_000;
    const input = `${calls.toLocaleString('en-US')} calls`;
    const report = await compare<number, number>({
      title: `${IN_FLIGHT} calls in flight on one connection`,
      baseline: MSGPACK5RPC,
      contenders: [ours(), serviceClient(), distributed(), msgpack5rpc(), moleculer()],
      inputs: [{ name: input, value: calls, calls }],
      rounds: rounds ?? (isQuick ? 3 : 15),
      minRoundMs: isQuick ? 10 : 100,
      maxTotalMs: 90_000,
      seed,
      onProgress,
    });
    const of = (contender: string) => ({ input, contender });
    const goals = [[MSGPACK5RPC, 2.5] as const, [MOLECULER, 3.5] as const].map(([peer, atLeast]) =>
      judge(
        `${OURS}: times the calls a second of ${peer}`,
        { atLeast },
        timeRatio(report, of(peer), of(OURS)),
      ),
    );
    const added = timeRatio(report, of(SERVICE_CLIENT), of(OURS));
    goals.push(judge(`${SERVICE_CLIENT}: times the time of a call`, { atMost: 1.15 }, added));
    return { name: client.name, reports: [report], goals };
  },
};

/** One call that returns its argument. */
type Ping = (text: string) => Promise<unknown>;

interface Started {
  readonly ping: Ping;
  readonly end: () => unknown;
}

/** A library's server in a process of its own, and its client in this one. */
function contender(
  name: string,
  command: readonly string[],
  start: (address: StartedServer['address']) => Started | Promise<Started>,
): Contender<number, number> {
  let server: StartedServer | undefined;
  let started: Started | undefined;
  return {
    name,
    async setup() {
      server = await launch(command);
      started = await start(server.address);
    },
    run: (calls) => (started === undefined ? NaN : callAll(started.ping, calls)),
    async teardown() {
      await started?.end();
      await server?.process.stop();
    },
  };
}

/**
 * Keeps IN_FLIGHT calls running until all are made: each call that ends starts another
 * one.
 * @returns how many characters the answers had
 */
async function callAll(ping: Ping, calls: number): Promise<number> {
  let begun = 0;
  let characters = 0;
  const chain = async (): Promise<void> => {
    while (begun < calls) {
      begun++;
      const { length } = String(await ping(TEXT)); // `+= await` would add to an old sum
      characters += length;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, chain));
  return characters;
}

function ours(): Contender<number, number> {
  return contender(OURS, typescriptCommand(SERVER, '--quiet'), (address) => {
    const ourClient = new Client(address);
    return { ping: (text) => ourClient.call('ping', text), end: () => ourClient.close() };
  });
}

/** A list of one server, which never changes. */
function serviceClient(): Contender<number, number> {
  return contender(SERVICE_CLIENT, typescriptCommand(SERVER, '--quiet'), (address) => {
    const servers = [{ ...address, weight: 100, version: '' }];
    const calls = new ServiceClient(Object.assign(new EventEmitter(), { servers }));
    return { ping: (text) => calls.call('ping', text), end: () => calls.close() };
  });
}

/** One server with two workers. The registry runs in this process, and is idle. */
function distributed(): Contender<number, number> {
  const registry = new EmbeddedZooKeeper();
  let server: StartedServer | undefined;
  let calls: DistributedClient | undefined;
  return {
    name: DISTRIBUTED,
    async setup() {
      await registry.start();
      const flags = ['--quiet', '--workers', '2', '--zookeeper', registry.address];
      server = await launch(typescriptCommand(DISTRIBUTED_SERVER, ...flags));
      calls = new DistributedClient(registry.address);
      // The server registers after it is ready.
      while (calls.directory.servers.length === 0) await once(calls.directory, 'changed');
    },
    run: (count) =>
      callAll((text) => calls?.call('ping', text) ?? Promise.reject(new Error('closed')), count),
    async teardown() {
      await calls?.close();
      await server?.process.stop();
      await registry.stop();
    },
  };
}

function msgpack5rpc(): Contender<number, number> {
  const command = typescriptCommand(join(__dirname, 'client-peer-msgpack5rpc.ts'));
  return contender(MSGPACK5RPC, command, (address) => {
    const socket: Socket = connect({ ...address, noDelay: true });
    const session = new Session();
    session.attach(socket, socket);
    const ping: Ping = (text) =>
      new Promise((resolve, reject) => {
        session.request('ping', [text], (error, result) => {
          if (error) reject(new Error('the server returned an error'));
          else resolve(result);
        });
      });
    return { ping, end: () => socket.destroy() };
  });
}

function moleculer(): Contender<number, number> {
  const command = typescriptCommand(join(__dirname, 'client-peer-moleculer.ts'));
  return contender(MOLECULER, command, async ({ host, port }) => {
    const options = { udpDiscovery: false, port: null, urls: [`tcp://${host}:${port}/server`] };
    const broker = new ServiceBroker({
      nodeID: 'client',
      logger: false,
      transporter: { type: 'TCP', options },
    });
    await broker.start();
    await broker.waitForServices('echo', 20_000, 50);
    return { ping: (value) => broker.call('echo.ping', { value }), end: () => broker.stop() };
  });
}
