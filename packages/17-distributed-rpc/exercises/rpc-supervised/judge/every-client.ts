// Stage 5: every client of the course calls the learner's service.

import { BlockingClient, Client, createClient } from '@bytes-up/client';
import { expectInTime } from '@bytes-up/conformance';
import { ServiceClient } from '@bytes-up/discovery';
import type { Json } from '@bytes-up/protocol';
import { CaseFailed, type JudgedCase } from '@bytes-up/testkit';
import { expectKnown, printedPorts, SERVERS, withService, type Service } from './service';

const TOGETHER = 'Stage 5: all together';

/** A client of the course, and how it calls ping with "hello" once. */
interface Caller {
  readonly name: string;
  readonly call: (address: { host: string; port: number }, service: Service) => Promise<Json>;
}

const CALLERS: readonly Caller[] = [
  {
    name: 'the client of chapter 07, with one connection',
    call: (address) => callWith(new Client(address)),
  },
  {
    name: 'the client of chapter 07, with a pool',
    call: (address) => callWith(new Client(address, { pool: { max: 2 } })),
  },
  {
    name: 'the typed client of chapter 07',
    call: async (address) => {
      const typed = createClient<{ ping(params: Json): Json }>(address);
      try {
        return await typed.ping('hello');
      } finally {
        await typed.$client.close();
      }
    },
  },
  {
    name: 'the blocking client of chapter 07',
    call: async (address) => {
      const client = new BlockingClient(address);
      try {
        const answer = client.call('ping', 'hello');
        return 'result' in answer ? answer.result : null;
      } finally {
        client.close();
      }
    },
  },
  {
    name: 'the service client of chapter 15',
    call: (_address, { client }) => callWith(new ServiceClient(client.directory)),
  },
  {
    name: 'the client of chapter 17',
    call: (_address, { client }) => client.call('ping', 'hello'),
  },
];

export const everyClient: readonly JudgedCase<object>[] = [
  {
    title: 'every client of the course calls your service',
    section: TOGETHER,
    run: (_exports, learner) =>
      withService(learner, [], async (service) => {
        await expectKnown('--servers 3', service, SERVERS, '3 servers');
        const [port = 0] = printedPorts(service.program);
        for (const { name, call } of CALLERS) {
          const given = `${name} calls ping "hello"`;
          const came = await expectInTime(
            given,
            'an answer',
            call({ host: '127.0.0.1', port }, service),
          );
          if (came === 'hello') continue;
          throw new CaseFailed({ given, expected: '"hello"', came: JSON.stringify(came) });
        }
      }),
  },
];

async function callWith(client: Client | ServiceClient): Promise<Json> {
  try {
    return await client.call('ping', 'hello');
  } finally {
    await client.close();
  }
}
