// Chapter 07's client against those of two RPC libraries, each with its own server in a
// process of its own: one connection, with enough calls in flight that none of them waits
// for the network.

import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Client } from '@bytes-up/client';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/testkit';
import { ServiceBroker } from 'moleculer';
import Session from 'msgpack5rpc';
import { compare, judge, timeRatio, type Contender } from '../src';
import type { Scenario, ScenarioOptions } from './scenario';

const OURS = 'chapter 07, deadlines and retries on';
const MSGPACK5RPC = 'msgpack5rpc';
const MOLECULER = 'moleculer, TCP';
const IN_FLIGHT = 64;
const TEXT = 'hello, there';
const SERVER = require.resolve('@bytes-up/single-process-async/package.json');

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
      contenders: [ours(), msgpack5rpc(), moleculer()],
      inputs: [{ name: input, value: calls, calls }],
      rounds: rounds ?? (isQuick ? 3 : 15),
      minRoundMs: isQuick ? 10 : 100,
      maxTotalMs: 40_000,
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
      characters += String(await ping(TEXT)).length;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, chain));
  return characters;
}

function ours(): Contender<number, number> {
  const main = join(SERVER, '../src/main.ts');
  return contender(OURS, typescriptCommand(main, '--quiet'), (address) => {
    const ourClient = new Client(address);
    return { ping: (text) => ourClient.call('ping', text), end: () => ourClient.close() };
  });
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
