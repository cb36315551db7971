// What a ZooKeeper does, as its clients see it: node-zookeeper-client, unchanged. The same cases for the embedded server and the
// real one.

import { once } from 'node:events';
import { connect } from 'node:net';
import {
  ACL,
  CreateMode,
  createClient,
  Exception,
  Permission,
  Id,
  type Client,
  type Event,
  type Stat,
} from 'node-zookeeper-client';
import { EmbeddedZooKeeper } from '.';
import type { JuteReader, JuteWriter } from './jute';
import { RawClient } from './testing/raw-client';
import { whyNotReal } from './real-node';
import { RealZooKeeper } from './real-zookeeper';

let server: EmbeddedZooKeeper | RealZooKeeper;
const clients: Client[] = [];

async function connected(sessionTimeout = 10_000): Promise<Client> {
  const client = createClient(server.address, { sessionTimeout, spinDelay: 10 });
  clients.push(client);
  client.connect();
  await once(client, 'connected');
  return client;
}

/** What a callback gives, as a promise. */
const call = <T>(
  run: (done: (error: Error | Exception | null, result: T) => void) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    run((error, result) => {
      // An Exception is an Error, whatever its types say.
      if (error instanceof Error) reject(error);
      else resolve(result);
    });
  });

const create = (
  client: Client,
  path: string,
  mode = CreateMode.PERSISTENT,
  data = 'x',
): Promise<string> => call((done) => client.create(path, Buffer.from(data), mode, done));
const childrenOf = (client: Client, path: string): Promise<string[]> =>
  call((done) => client.getChildren(path, done));
const dataOf = (client: Client, path: string): Promise<string> =>
  call<Buffer>((done) => client.getData(path, done)).then(String);
const statOf = (client: Client, path: string): Promise<Stat | null> =>
  call((done) => client.exists(path, done));
const remove = (client: Client, path: string, version = -1): Promise<void> =>
  call((done) => client.remove(path, version, (error) => done(error, undefined)));
const codeOf = (promise: Promise<unknown>): Promise<number> =>
  promise.then(
    () => 0,
    (error: Exception) => error.getCode(),
  );

/** Everything but the server's own nodes goes, so that the next test finds nothing. */
async function tidy(): Promise<void> {
  for (const client of clients.splice(0)) client.close();
  const client = await connected();
  client.addAuthInfo('digest', Buffer.from('ada:secret'));
  for (const name of await childrenOf(client, '/')) {
    if (name !== 'zookeeper') await removeAll(client, `/${name}`);
  }
  for (const last of clients.splice(0)) last.close();
}

async function removeAll(client: Client, path: string): Promise<void> {
  for (const name of await childrenOf(client, path)) await removeAll(client, `${path}/${name}`);
  await remove(client, path).catch(() => undefined); // an ephemeral one may have gone by itself
}

function suite(make: () => EmbeddedZooKeeper | RealZooKeeper): void {
  beforeAll(async () => {
    server = make();
    await server.start();
  });

  afterEach(tidy);

  afterAll(async () => {
    await server.stop();
    if (server instanceof RealZooKeeper) await server.remove();
  });

  describe('nodes', () => {
    test('are created, read, changed and deleted', async () => {
      const client = await connected();
      expect(await create(client, '/a')).toBe('/a');
      expect(await dataOf(client, '/a')).toBe('x');
      await call((done) => client.setData('/a', Buffer.from('y'), -1, done));
      expect(await dataOf(client, '/a')).toBe('y');
      expect(await statOf(client, '/a')).toMatchObject({
        version: 1,
        dataLength: 1,
        numChildren: 0,
      });
      await remove(client, '/a');
      expect(await statOf(client, '/a')).toBeNull();
    });

    test('count their children, and number those that ask for it', async () => {
      const client = await connected();
      await create(client, '/a');
      const paths = [
        await create(client, '/a/n-', CreateMode.PERSISTENT_SEQUENTIAL),
        await create(client, '/a/plain'),
        await create(client, '/a/n-', CreateMode.PERSISTENT_SEQUENTIAL),
      ];
      expect(paths).toEqual(['/a/n-0000000000', '/a/plain', '/a/n-0000000002']);
      expect((await childrenOf(client, '/a')).sort()).toEqual([
        'n-0000000000',
        'n-0000000002',
        'plain',
      ]);
      expect(await statOf(client, '/a')).toMatchObject({ numChildren: 3, cversion: 3 });
      await remove(client, '/a/plain');
      expect(await statOf(client, '/a')).toMatchObject({ numChildren: 2, cversion: 4 });
    });

    test.each<[name: string, act: (client: Client) => Promise<unknown>, code: number]>([
      ['a node that is there', (client) => create(client, '/a'), Exception.NODE_EXISTS],
      ['a parent that is not', (client) => create(client, '/none/b'), Exception.NO_NODE],
      ['a node with children', (client) => remove(client, '/a'), Exception.NOT_EMPTY],
      ['another version', (client) => remove(client, '/a/b', 7), Exception.BAD_VERSION],
      ['no node', (client) => dataOf(client, '/none'), Exception.NO_NODE],
      [
        'a child of an ephemeral',
        async (client) => {
          await create(client, '/e', CreateMode.EPHEMERAL);
          await create(client, '/e/f');
        },
        Exception.NO_CHILDREN_FOR_EPHEMERALS,
      ],
    ])('%s is refused by its number', async (_name, act, code) => {
      const client = await connected();
      await create(client, '/a');
      await create(client, '/a/b');
      expect(await codeOf(act(client))).toBe(code);
      expect(await dataOf(client, '/a')).toBe('x');
    });
  });

  describe('sessions', () => {
    test('an ephemeral node ends with its session', async () => {
      const [owner, other] = [await connected(), await connected()];
      await create(owner, '/e', CreateMode.EPHEMERAL);
      expect((await statOf(other, '/e'))?.ephemeralOwner).toEqual(owner.getSessionId());
      let hear: (event: Event) => void = () => undefined;
      const gone = new Promise<Event>((resolve) => (hear = resolve));
      await call((done) => other.exists('/e', hear, done));
      owner.close();
      expect((await gone).getName()).toBe('NODE_DELETED');
      expect(await statOf(other, '/e')).toBeNull();
    });
  });

  describe('watches', () => {
    test('fire once, with what has happened', async () => {
      const client = await connected();
      const events: string[] = [];
      const hear = (event: Event): void =>
        void events.push(`${event.getName()} ${event.getPath()}`);
      await call((done) => client.exists('/a', hear, done));
      await create(client, '/a');
      await call((done) => client.getData('/a', hear, done));
      await call((done) => client.setData('/a', Buffer.from('y'), -1, done));
      await call((done) => client.setData('/a', Buffer.from('z'), -1, done));
      await call((done) => client.getChildren('/a', hear, done));
      await create(client, '/a/b');
      await create(client, '/a/c');
      expect(events).toEqual([
        'NODE_CREATED /a',
        'NODE_DATA_CHANGED /a',
        'NODE_CHILDREN_CHANGED /a',
      ]);
    });
  });

  describe('transactions', () => {
    test('are done as a whole', async () => {
      const client = await connected();
      await call((done) =>
        client
          .transaction()
          .create('/a')
          .create('/a/b')
          .setData('/a', Buffer.from('y'))
          .commit(done),
      );
      expect(await dataOf(client, '/a')).toBe('y');
      expect(await childrenOf(client, '/a')).toEqual(['b']);
    });

    test('or not at all, and nobody hears of them', async () => {
      const client = await connected();
      let heard = false;
      await call((done) => client.exists('/a', () => (heard = true), done));
      const failure = call((done) =>
        client.transaction().create('/a').remove('/none').commit(done),
      );
      expect(await codeOf(failure)).toBe(Exception.NO_NODE);
      expect(await statOf(client, '/a')).toBeNull();
      expect(heard).toBe(false);
    });
  });

  test('a node with a list of who may do what', async () => {
    const [owner, other] = [await connected(), await connected()];
    owner.addAuthInfo('digest', Buffer.from('ada:secret'));
    const acl = [new ACL(Permission.ALL, new Id('auth', ''))];
    await call((done) =>
      owner.create('/private', Buffer.from('x'), acl, CreateMode.PERSISTENT, done),
    );
    expect(await dataOf(owner, '/private')).toBe('x');
    expect(await codeOf(dataOf(other, '/private'))).toBe(Exception.NO_AUTH);
    other.addAuthInfo('digest', Buffer.from('ada:secret'));
    expect(await dataOf(other, '/private')).toBe('x');
  });

  test('tools ask in four letters', async () => {
    const ask = async (word: string): Promise<string> => {
      const [host = '', port] = server.address.split(':');
      const socket = connect(Number(port), host);
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.write(word);
      await once(socket, 'close');
      return text;
    };
    expect(await ask('ruok')).toBe('imok');
    expect(await ask('srvr')).toContain('Mode: standalone');
  });

  test('bytes that are no request end their connection, and nobody else’s', async () => {
    const client = await connected();
    const [host = '', port] = server.address.split(':');
    for (const bytes of ['7fffffff', '00000004ffffffff', 'ffffffff']) {
      const socket = connect(Number(port), host);
      socket.on('error', () => undefined);
      socket.write(Buffer.from(bytes, 'hex'));
      await new Promise((resolve) => socket.on('close', resolve));
    }
    expect(await create(client, '/a')).toBe('/a');
  });

  describe('on the wire', () => {
    const raw: RawClient[] = [];
    const open = async (): Promise<RawClient> => {
      const client = await RawClient.to(server.address);
      raw.push(client);
      return client;
    };

    afterEach(() => {
      for (const { socket } of raw.splice(0)) socket.destroy();
    });

    test('a session’s time-out is clamped', async () => {
      expect(await (await open()).hello({ timeoutMs: 1 })).toMatchObject({ timeoutMs: 200 });
      expect(await (await open()).hello({ timeoutMs: 1e9 })).toMatchObject({ timeoutMs: 60_000 });
    });

    test('a session that nobody knows, and one with another password, are expired', async () => {
      expect(await (await open()).hello({ session: 12345n })).toMatchObject({
        timeoutMs: 0,
        session: 0n,
      });
      const mine = await (await open()).hello();
      const stolen = { session: mine?.session ?? 0n, password: Buffer.alloc(16, 1) };
      expect(await (await open()).hello(stolen)).toMatchObject({ timeoutMs: 0, session: 0n });
    });

    test('a session goes on with another connection, and the old one ends', async () => {
      const first = await open();
      const mine = await first.hello();
      const second = await open();
      expect(await second.hello({ ...mine })).toMatchObject({ session: mine?.session });
      expect(await first.next()).toBeUndefined();
      expect(await second.ask(-2, 11)).toMatchObject({ xid: -2, error: 0 });
    });

    test('a client that has seen the future is not answered', async () => {
      expect(await (await open()).hello({ zxid: 1n << 60n })).toBeUndefined();
    });

    test('a ping is answered with its own number', async () => {
      const client = await open();
      await client.hello();
      expect(await client.ask(-2, 11)).toMatchObject({ xid: -2, error: 0 });
    });

    test('a node that is not there is an error without a body', async () => {
      const client = await open();
      await client.hello();
      const reply = await client.ask(7, 4, (request) => request.string('/none').bool(false));
      expect(reply).toMatchObject({ xid: 7, error: -101 });
      expect(reply?.body.left).toBe(0);
    });

    test('an operation that nobody knows is refused, and ends the connection', async () => {
      const client = await open();
      await client.hello();
      expect(await client.ask(8, 77)).toMatchObject({ xid: 8, error: -6 });
      expect(await client.next()).toBeUndefined();
    });

    test('a session that is closed says so, and the connection ends', async () => {
      const client = await open();
      await client.hello();
      expect(await client.ask(9, -11)).toMatchObject({ xid: 9, error: 0 });
      expect(await client.next()).toBeUndefined();
    });

    /** A request to create a node that anybody may do anything with. */
    const creation =
      (path: string, flags = 0) =>
      (request: JuteWriter) =>
        request
          .string(path)
          .buffer(Buffer.from('x'))
          .int(1)
          .int(31)
          .string('world')
          .string('anyone')
          .int(flags);

    /** A client with a session. */
    const greeted = async (): Promise<RawClient> => {
      const client = await open();
      await client.hello();
      return client;
    };

    test('each write has a number, also one that fails, and so has a session', async () => {
      const client = await greeted();
      const first = (await client.ask(1, 1, creation('/a')))?.zxid ?? 0n;
      const failed = await client.ask(2, 1, creation('/a'));
      expect(failed).toMatchObject({ zxid: first + 1n, error: -110 });
      await greeted();
      expect((await client.ask(3, 1, creation('/b')))?.zxid).toBe(first + 3n);
    });

    test('an event comes before the reply to what has caused it', async () => {
      const client = await greeted();
      await client.ask(1, 3, (request) => request.string('/a').bool(true));
      const event = await client.ask(2, 1, creation('/a'));
      expect(event).toMatchObject({ xid: -1, zxid: -1n, error: 0 });
      const { body } = event ?? {};
      expect([body?.int(), body?.int(), body?.string()]).toEqual([1, 3, '/a']);
      expect((await client.next())?.int()).toBe(2);
    });

    test('a node that goes is told once to a client that watches its data and its children', async () => {
      const client = await greeted();
      await client.ask(1, 1, creation('/a'));
      await client.ask(2, 4, (request) => request.string('/a').bool(true));
      await client.ask(3, 8, (request) => request.string('/a').bool(true));
      expect((await client.ask(4, 2, (r) => r.string('/a').int(-1)))?.xid).toBe(-1);
      expect((await client.next())?.int()).toBe(4); // and no second event before the reply
    });

    test('a watch that is set again tells what has happened meanwhile, then answers', async () => {
      const client = await greeted();
      const seen = (await client.ask(1, 1, creation('/a')))?.zxid ?? 0n;
      await client.ask(2, 5, (request) => request.string('/a').buffer(null).int(-1));
      const paths = (request: JuteWriter): JuteWriter =>
        request.long(seen).int(1).string('/a').int(1).string('/none').int(1).string('/a');
      const event = await client.ask(-8, 101, paths);
      expect([event?.xid, event?.body.int(), event?.body.int()]).toEqual([-1, 3, 3]);
      expect((await client.next())?.int()).toBe(-8);
      const created = await client.ask(3, 1, creation('/none'));
      expect([created?.xid, created?.body.int()]).toEqual([-1, 1]); // the other two stand
    });

    test('a transaction answers each of its parts', async () => {
      const client = await greeted();
      const reply = await client.ask(1, 14, (request) => {
        creation('/a')(request.int(1).bool(false).int(-1));
        request.int(13).bool(false).int(-1).string('/a').int(0);
        request.int(2).bool(false).int(-1).string('/a').int(-1);
        return request.int(-1).bool(true).int(-1);
      });
      const { body } = reply ?? {};
      expect([body?.int(), body?.bool(), body?.int(), body?.string()]).toEqual([1, false, 0, '/a']);
      expect([body?.int(), body?.bool(), body?.int()]).toEqual([13, false, 0]);
      expect([body?.int(), body?.bool(), body?.int()]).toEqual([2, false, 0]);
      expect([body?.int(), body?.bool(), body?.int(), body?.left]).toEqual([-1, true, -1, 0]);
    });

    test('one that fails has an error for each part: none, why, and not reached', async () => {
      const client = await greeted();
      const reply = await client.ask(1, 14, (request) => {
        creation('/a')(request.int(1).bool(false).int(-1));
        request.int(2).bool(false).int(-1).string('/none').int(-1);
        creation('/b')(request.int(1).bool(false).int(-1));
        return request.int(-1).bool(true).int(-1);
      });
      expect(reply?.error).toBe(0);
      const parts = [1, 2, 3].map(() => {
        const { body } = reply ?? {};
        return [body?.int(), body?.bool(), body?.int(), body?.int()];
      });
      expect(parts).toEqual([
        [-1, false, 0, 0],
        [-1, false, -101, -101],
        [-1, false, -2, -2],
      ]);
      expect((await client.ask(2, 3, (r) => r.string('/a').bool(false)))?.error).toBe(-101);
    });

    test('sync says the path; a node is made, and listed, with its stat', async () => {
      const client = await greeted();
      const made = await client.ask(1, 15, creation('/a', 1));
      expect(made?.body.string()).toBe('/a');
      const statAt = (body: JuteReader | undefined): { made?: bigint; owner?: bigint } => {
        const made = body?.long();
        for (let n = 0; n < 3; n++) body?.long(); // mzxid, ctime, mtime
        for (let n = 0; n < 3; n++) body?.int(); // version, cversion, aversion
        const owner = body?.long();
        return { ...(made !== undefined && { made }), ...(owner !== undefined && { owner }) };
      };
      const stat = statAt(made?.body);
      expect(stat.made).toBe(made?.zxid);
      expect(stat.owner).not.toBe(0n); // it is ephemeral
      expect(made?.body.left).toBe(16); // dataLength, numChildren, pzxid
      const listed = await client.ask(2, 12, (request) => request.string('/').bool(false));
      const names = listed?.body.vector(() => listed.body.string()) ?? [];
      expect(names).toContain('a');
      expect(listed?.body.left).toBe(68); // a whole stat
      const synced = await client.ask(3, 9, (request) => request.string('/a'));
      expect([synced?.error, synced?.body.string(), synced?.body.left]).toEqual([0, '/a', 0]);
    });

    test('credentials that nobody knows end the connection', async () => {
      const client = await greeted();
      const body = (request: JuteWriter): JuteWriter =>
        request.int(0).string('kerberos').buffer(Buffer.from('x'));
      expect(await client.ask(-4, 100, body)).toMatchObject({ xid: -4, error: -115 });
      expect(await client.next()).toBeUndefined();
    });

    test.each([
      ['no slash', 'a'],
      ['a slash at the end', '/a/'],
      ['an empty name', '//a'],
      ['a dot', '/a/.'],
      ['a zero', '/a\0'],
    ])('a path with %s is a bad argument', async (_name, path) => {
      const client = await greeted();
      await client.ask(1, 1, creation('/a'));
      expect(await client.ask(2, 1, creation(path))).toMatchObject({ error: -8 });
    });

    test('a frame that is too long ends the connection', async () => {
      const client = await open();
      await client.hello();
      client.socket.write(Buffer.from('00100000', 'hex'));
      expect(await client.next()).toBeUndefined();
    });
  });
}

describe('the embedded server', () => suite(() => new EmbeddedZooKeeper()));

const real = whyNotReal() === undefined ? describe : describe.skip;
real('the real server (skipped without Java and its jars)', () => suite(() => new RealZooKeeper()));
