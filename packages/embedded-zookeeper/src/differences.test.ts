// In what the embedded server differs from the real one, and why. Each difference is shown on both: one that is gone fails here, and has
// to leave the list on this chapter's page.

import { once } from 'node:events';
import { connect } from 'node:net';
import { EmbeddedZooKeeper, RealZooKeeper, whyNotReal } from '.';
import type { JuteWriter } from './jute';
import { RawClient } from './testing/raw-client';

type ZooKeeper = EmbeddedZooKeeper | RealZooKeeper;

interface Difference {
  readonly what: string;
  readonly because: string;
  /** Shows it. */
  see(server: ZooKeeper): Promise<unknown>;
  readonly embedded: unknown;
  readonly real: unknown;
}

const [GET_CHILDREN, GET_ALL_CHILDREN_NUMBER, REMOVE_WATCHES] = [8, 104, 18];

/** The error of an operation, 0 for none. */
async function errorOf(
  server: ZooKeeper,
  operation: number,
  body: (request: JuteWriter) => JuteWriter,
): Promise<number | undefined> {
  const client = await RawClient.to(server.address);
  await client.hello();
  const reply = await client.ask(1, operation, body);
  client.socket.destroy();
  return reply?.error;
}

/** What a four-letter word is answered with. */
async function answerTo(server: ZooKeeper, word: string): Promise<string> {
  const [host = '', port] = server.address.split(':');
  const socket = connect(Number(port), host);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(word);
  await once(socket, 'close');
  return text;
}

const DIFFERENCES: readonly Difference[] = [
  {
    what: 'the root has no node /zookeeper, with quotas and settings below it',
    because: 'there are no quotas and no settings',
    see: async (server) => {
      const client = await RawClient.to(server.address);
      await client.hello();
      const reply = await client.ask(1, GET_CHILDREN, (r) => r.string('/').bool(false));
      client.socket.destroy();
      return reply?.body.int();
    },
    embedded: 0,
    real: 1,
  },
  {
    what: 'srvr says that it is the embedded one',
    because: 'nobody shall take it for the real one',
    see: async (server) => (await answerTo(server, 'srvr')).includes('version: embedded'),
    embedded: true,
    real: false,
  },
  {
    what: 'other four-letter words than ruok and srvr are not answered',
    because: 'they describe a server that it is not',
    see: async (server) => (await answerTo(server, 'mntr')).length > 0,
    embedded: false,
    real: true,
  },
  {
    what: 'operations that came after version 3.4 are not there',
    because: 'the client of this course does not know them',
    see: async (server) => [
      await errorOf(server, GET_ALL_CHILDREN_NUMBER, (r) => r.string('/')),
      await errorOf(server, REMOVE_WATCHES, (r) => r.string('/').int(1)),
    ],
    embedded: [-6, -6],
    real: [0, -121], // 18 knows the operation, and finds no such watch
  },
];

function differences(which: 'embedded' | 'real', server: ZooKeeper): void {
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  test.each(DIFFERENCES)('$what: $because', async (difference) => {
    expect(await difference.see(server)).toEqual(difference[which]);
  });
}

test('each difference is one', () => {
  for (const { embedded, real } of DIFFERENCES) expect(embedded).not.toEqual(real);
});

describe('the embedded server', () => differences('embedded', new EmbeddedZooKeeper()));

const real = whyNotReal() === undefined ? describe : describe.skip;
real('the real server (skipped without Java and its jars)', () => {
  differences('real', new RealZooKeeper());
});
