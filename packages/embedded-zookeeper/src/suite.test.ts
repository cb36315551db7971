// What ZooKeeper does, seen through node-zookeeper-client, unchanged.

import { once } from 'node:events';
import { connect } from 'node:net';
import {
  ACL,
  CreateMode,
  Exception,
  Permission,
  Id,
  type Client,
  type Event,
} from 'node-zookeeper-client';
import {
  call,
  childrenOf,
  codeOf,
  connectTo,
  create,
  dataOf,
  remove,
  statOf,
} from './testing/library-client';
import { onBoth } from './testing/on-both';

onBoth((server) => {
  const clients: Client[] = [];

  async function connected(): Promise<Client> {
    const client = await connectTo(server.address);
    clients.push(client);
    return client;
  }

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
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

    test('count their children, and number the sequential ones', async () => {
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
      ['create of an existing node', (client) => create(client, '/a'), Exception.NODE_EXISTS],
      ['create below a missing parent', (client) => create(client, '/none/b'), Exception.NO_NODE],
      ['delete of a node with children', (client) => remove(client, '/a'), Exception.NOT_EMPTY],
      ['delete with a wrong version', (client) => remove(client, '/a/b', 7), Exception.BAD_VERSION],
      ['getData of a missing node', (client) => dataOf(client, '/none'), Exception.NO_NODE],
      [
        'create below an ephemeral node',
        async (client) => {
          await create(client, '/e', CreateMode.EPHEMERAL);
          await create(client, '/e/f');
        },
        Exception.NO_CHILDREN_FOR_EPHEMERALS,
      ],
    ])('%s fails with its error code', async (_name, act, code) => {
      const client = await connected();
      await create(client, '/a');
      await create(client, '/a/b');
      expect(await codeOf(act(client))).toBe(code);
      expect(await dataOf(client, '/a')).toBe('x');
    });
  });

  describe('sessions', () => {
    test('an ephemeral node is deleted when its session ends', async () => {
      const [owner, other] = [await connected(), await connected()];
      await create(owner, '/e', CreateMode.EPHEMERAL);
      expect((await statOf(other, '/e'))?.ephemeralOwner).toEqual(owner.getSessionId());
      let onEvent: (event: Event) => void = () => undefined;
      const gone = new Promise<Event>((resolve) => (onEvent = resolve));
      await call((done) => other.exists('/e', onEvent, done));
      owner.close();
      expect((await gone).getName()).toBe('NODE_DELETED');
      expect(await statOf(other, '/e')).toBeNull();
    });
  });

  describe('watches', () => {
    test('fire once, with the type of the change', async () => {
      const client = await connected();
      const events: string[] = [];
      const onEvent = (event: Event): void =>
        void events.push(`${event.getName()} ${event.getPath()}`);
      await call((done) => client.exists('/a', onEvent, done));
      await create(client, '/a');
      await call((done) => client.getData('/a', onEvent, done));
      await call((done) => client.setData('/a', Buffer.from('y'), -1, done));
      await call((done) => client.setData('/a', Buffer.from('z'), -1, done));
      await call((done) => client.getChildren('/a', onEvent, done));
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
    test('apply all of their operations', async () => {
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

    test('or none of them, and then no watch fires', async () => {
      const client = await connected();
      let hasFired = false;
      await call((done) => client.exists('/a', () => (hasFired = true), done));
      const failure = call((done) =>
        client.transaction().create('/a').remove('/none').commit(done),
      );
      expect(await codeOf(failure)).toBe(Exception.NO_NODE);
      expect(await statOf(client, '/a')).toBeNull();
      expect(hasFired).toBe(false);
    });
  });

  test('an ACL decides who may read a node', async () => {
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

  test('four-letter words are answered', async () => {
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

  test('invalid bytes close their own connection and no other', async () => {
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
});
