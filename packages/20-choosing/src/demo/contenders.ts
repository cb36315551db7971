// The servers that the demo of chapter 20 compares, each with its command, and a client
// for each protocol. The only call is `pi`, because all of them offer it: `pi` of one
// term is a short call, and `pi` of ten million a slow one.

import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PiClient as GrpcClient } from '@bytes-up/grpc';
import { TestClient, typescriptCommand } from '@bytes-up/testkit';
import { PiClient as ThriftClient } from '@bytes-up/thrift';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One connection, with one call at a time. */
export interface Caller {
  /** @throws Error when the connection ends before the answer */
  pi(terms: number): Promise<number>;
  close(): void;
}

export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly isolatesCrashes: boolean;
  readonly connect: (address: Address) => Promise<Caller>;
}

const MODELS: readonly (readonly [name: string, title: string])[] = [
  ['single-thread-sync', '08 one client at a time'],
  ['thread-per-connection', '09 a thread for each'],
  ['process-per-connection', '10 a process for each'],
  ['prefork-sync', '11 N processes in accept'],
  ['single-process-async', '12 one event loop'],
  ['prefork-async', '13 a loop in each process'],
  ['descriptor-passing', '14 connections handed over'],
];

const WIRE = { protocol: 'compact', transport: 'framed' } as const;

export const BASELINE = '12 one event loop';

/** All of them. The models need the system calls of Linux. */
export function contenders(): readonly Contender[] {
  return [
    ...MODELS.map(([name, title]) => model(name, title)),
    {
      name: '18 gRPC, its library',
      command: mainOf('grpc'),
      isolatesCrashes: false,
      connect: connectGrpc,
    },
    {
      name: '19 Thrift, its library',
      command: [...mainOf('thrift'), '--protocol', WIRE.protocol, '--transport', WIRE.transport],
      isolatesCrashes: false,
      connect: connectThrift,
    },
    {
      name: 'REST on node:http',
      command: typescriptCommand(join(__dirname, 'rest-server.ts')),
      isolatesCrashes: false,
      connect: (address) => Promise.resolve(connectRest(address)),
    },
  ];
}

function model(name: string, title: string): Contender {
  const { isolatesCrashes } = JSON.parse(
    readFileSync(join(folderOf(name), 'model.json'), 'utf8'),
  ) as { isolatesCrashes: boolean };
  return { name: title, command: mainOf(name), isolatesCrashes, connect: connectFrames };
}

function mainOf(name: string): readonly string[] {
  return typescriptCommand(join(folderOf(name), 'src/main.ts'));
}

function folderOf(name: string): string {
  return dirname(require.resolve(`@bytes-up/${name}/package.json`));
}

async function connectFrames(address: Address): Promise<Caller> {
  const client = await TestClient.connect(address);
  return {
    pi: async (terms) => {
      const { result } = (await client.call({ in: 'pi', params: terms })) as { result?: number };
      client.answers.length = 0; // a measurement keeps none
      return result ?? NaN;
    },
    close: () => client.close(),
  };
}

function connectGrpc({ host, port }: Address): Promise<Caller> {
  // Without it, all clients in a process share one connection.
  const own = { 'grpc.use_local_subchannel_pool': 1 };
  const client = new GrpcClient(`${host}:${port}`, undefined, own);
  return Promise.resolve({ pi: (terms) => client.calc(terms), close: () => client.close() });
}

async function connectThrift({ host, port }: Address): Promise<Caller> {
  const client = await ThriftClient.connect(port, WIRE, host);
  return { pi: (terms) => client.calc(terms), close: () => void client.close() };
}

function connectRest({ host, port }: Address): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    pi: async (terms) => {
      const sent = request({ agent, host, port, path: `/pi?terms=${terms}` }).end();
      const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
      let body = '';
      for await (const chunk of response) body += String(chunk);
      return (JSON.parse(body) as { result: number }).result;
    },
    close: () => agent.destroy(),
  };
}
