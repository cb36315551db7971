// What ZooKeeper rejects and accepts, and with which error code: the same on both
// servers.

import { digestIdentity } from './tree/acl';
import { JuteWriter, type JuteReader } from './wire/jute';
import { onBoth } from './testing/on-both';
import { RawClient } from './comparison/raw-client';

const [CREATE, DELETE, EXISTS, GET_DATA, SET_DATA, GET_ACL, SET_ACL] = [1, 2, 3, 4, 5, 6, 7];
const [GET_CHILDREN, SYNC, PING, CHECK, MULTI, CREATE2, AUTH, SET_WATCHES] = [
  8, 9, 11, 13, 14, 15, 100, 101,
];
const [READ, WRITE, ADMIN, ALL] = [1, 2, 16, 31];

type Write = (request: JuteWriter) => JuteWriter;
type Acl = readonly [perms: number, scheme: string, id: string];

const OPEN: readonly Acl[] = [[ALL, 'world', 'anyone']];
const ADA = digestIdentity('ada:secret').slice('digest:'.length);

const acls =
  (list: readonly Acl[]): Write =>
  (request) =>
    request.vector(list, ([perms, scheme, id]) => request.int(perms).string(scheme).string(id));
const creation =
  (path: string, list = OPEN, flags = 0): Write =>
  (request) =>
    acls(list)(request.string(path).buffer(Buffer.from('x'))).int(flags);
const at =
  (path: string): Write =>
  (request) =>
    request.string(path).bool(false);

const aclsOf = (body: JuteReader | undefined): Acl[] =>
  body?.vector(() => [body.int(), body.string(), body.string()] as const) ?? [];

onBoth((server) => {
  const clients: RawClient[] = [];

  const open = async (user?: string): Promise<RawClient> => {
    const client = await RawClient.to(server.address);
    clients.push(client);
    await client.hello();
    if (user !== undefined) {
      const body: Write = (r) => r.int(0).string('digest').buffer(Buffer.from(user));
      expect((await client.ask(-4, AUTH, body))?.error).toBe(0);
    }
    return client;
  };
  const errorOf = async (
    client: RawClient,
    type: number,
    body: Write,
  ): Promise<number | undefined> => (await client.ask(1, type, body))?.error;

  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.destroy();
  });

  describe('paths', () => {
    test.each([
      ['a control character', '/\u0001', -8],
      ['the last control character, U+001F', '/a\u001f', -8],
      ['DEL', '/\u007f', -8],
      ['a C1 control character', '/\u009f', -8],
      ['a private use character', '/\ue000', -8],
      ['the last private use character', '/\uf8ff', -8],
      ['a surrogate pair', '/\u{1f600}', -8],
      ['U+FFF0', '/\ufff0', -8],
      ['U+FFFF', '/\uffff', -8],
      ['a no-break space', '/\u00a0', 0],
      ['the character after the private use area', '/\uf900', 0],
      ['a letter outside ASCII', '/ä', 0],
      ['three dots', '/...', 0],
      ['dots in the middle', '/a/../b', -101],
      ['only a slash', '/', -110],
      ['the empty string', '', -8],
      ['two slashes', '//', -8],
    ])('a path for create: %s', async (_name, path, error) => {
      expect(await errorOf(await open(), CREATE, creation(path))).toBe(error);
    });

    test('a path that is not UTF-8 is a bad argument', async () => {
      const body: Write = (r) => r.buffer(Buffer.of(0x2f, 0xff)).buffer(null);
      expect(await errorOf(await open(), CREATE, (r) => acls(OPEN)(body(r)).int(0))).toBe(-8);
    });

    test('each operation checks paths in its own way', async () => {
      const client = await open();
      const bad = '/a\u0001';
      expect(await errorOf(client, SET_DATA, (r) => r.string(bad).buffer(null).int(-1))).toBe(-8);
      expect(await errorOf(client, SET_ACL, (r) => acls(OPEN)(r.string(bad)).int(-1))).toBe(-8);
      expect(await errorOf(client, EXISTS, at(bad))).toBe(-101);
      expect(await errorOf(client, EXISTS, at('/\0'))).toBe(-8);
      expect(await errorOf(client, GET_DATA, at('/\0'))).toBe(-101);
      expect(await errorOf(client, DELETE, (r) => r.string('/').int(-1))).toBe(-8);
      expect(await errorOf(client, DELETE, (r) => r.string('/none/x').int(-1))).toBe(-101);
    });

    test('for reads, the empty path is the root', async () => {
      const client = await open();
      for (const type of [EXISTS, GET_DATA, GET_CHILDREN])
        expect(await errorOf(client, type, at(''))).toBe(0);
      expect(await errorOf(client, GET_ACL, (r) => r.string(''))).toBe(0);
      expect(await errorOf(client, SET_DATA, (r) => r.string('').buffer(null).int(-1))).toBe(-8);
      expect((await client.ask(1, GET_DATA, at('')))?.body.buffer()).toEqual(Buffer.alloc(0));
    });
  });

  describe('requests', () => {
    test.each([
      ['create', CREATE, '00000002'],
      ['create with an ACL that claims too many entries', CREATE, '000000022f61ffffffff7fffffff'],
      ['delete', DELETE, '000000022f61'],
      ['exists', EXISTS, '000000022f61'],
      ['setData', SET_DATA, '000000022f610000000100'],
      ['getData with a path of two billion bytes', GET_DATA, '7fffffff2f6100'],
      ['getACL with a path of −2 bytes', GET_ACL, 'fffffffe'],
      ['sync', SYNC, ''],
      ['multi', MULTI, '0000000100ffffffff'],
      ['multi with a read in it', MULTI, '0000000400ffffffff000000022f6100ffffffff01ffffffff'],
      ['setWatches', SET_WATCHES, '0000000000000000ffffffff'],
    ])(
      'a truncated %s is a marshalling error, and the session stays open',
      async (_, type, hex) => {
        const client = await open();
        const bytes = Buffer.from(hex, 'hex');
        expect(await errorOf(client, type, (r) => r.bytes(bytes))).toBe(-5);
        // the xid of a ping is always −2
        expect(await client.ask(7, PING)).toMatchObject({ xid: -2, error: 0 });
      },
    );

    test('a truncated request changes nothing', async () => {
      const client = await open();
      await client.ask(1, CREATE, creation('/a'));
      // The version is missing.
      const body: Write = (r) => r.string('/a').buffer(Buffer.from('new'));
      expect(await errorOf(client, SET_DATA, body)).toBe(-5);
      expect((await client.ask(2, GET_DATA, at('/a')))?.body.buffer()?.toString()).toBe('x');
    });

    test('invalid create flags', async () => {
      const client = await open();
      expect(await errorOf(client, CREATE, creation('/a', OPEN, 7))).toBe(-8);
      expect(await errorOf(client, CREATE2, creation('/a', OPEN, -1))).toBe(-8);
      // PERSISTENT_WITH_TTL
      expect(await errorOf(client, CREATE, creation('/a', OPEN, 5))).toBe(-6);
      expect(await errorOf(client, CREATE2, creation('/a'))).toBe(0);
    });
  });

  describe('permissions', () => {
    test.each([
      ['a:b', 0],
      [':b', 0],
      ['a:b:', 0],
      ['a:b:c', -114],
      ['a:', -114],
      ['a', -114],
      ['', -114],
    ])('an ACL with the digest id %j', async (id, error) => {
      const list: readonly Acl[] = [[ALL, 'digest', id], ...OPEN];
      expect(await errorOf(await open(), CREATE, creation('/a', list))).toBe(error);
    });

    test.each([
      ['127.0.0.1', 0],
      ['127.0.0.9/24', 0],
      ['0.0.0.0/0', 0],
      ['127.0.0.2', -102],
      ['10.0.0.0/8', -102],
      ['127.0.0.1/33', -114],
      ['127.0.0.256', -114],
      ['127.0.1', -114],
      ['::1', -114],
    ])('an ACL with the address %s', async (id, error) => {
      const client = await open();
      const list: readonly Acl[] = [[READ, 'ip', id]];
      const created = await errorOf(client, CREATE, creation('/a', list));
      expect(created === 0 ? await errorOf(client, GET_DATA, at('/a')) : created).toBe(error);
    });

    test('an ACL entry that is given twice is kept once', async () => {
      const client = await open();
      const list: readonly Acl[] = [
        [READ, 'digest', 'a:b'],
        ...OPEN,
        ...OPEN,
        [READ, 'digest', 'a:b'],
      ];
      await client.ask(1, CREATE, creation('/a', list));
      expect(aclsOf((await client.ask(2, GET_ACL, (r) => r.string('/a')))?.body)).toEqual([
        [READ, 'digest', 'a:b'],
        [ALL, 'world', 'anyone'],
      ]);
      await client.ask(3, SET_ACL, (r) =>
        acls([...OPEN, ...OPEN, ...OPEN])(r.string('/a')).int(-1),
      );
      expect(aclsOf((await client.ask(4, GET_ACL, (r) => r.string('/a')))?.body)).toEqual(OPEN);
    });

    test('getACL shows password hashes only to clients with ADMIN permission', async () => {
      const [ada, other] = [await open('ada:secret'), await open()];
      const list: readonly Acl[] = [
        [ALL, 'auth', ''],
        [READ, 'world', 'anyone'],
      ];
      await ada.ask(1, CREATE, creation('/a', list));
      const listFor = async (client: RawClient): Promise<Acl[]> =>
        aclsOf((await client.ask(2, GET_ACL, (r) => r.string('/a')))?.body);
      expect(await listFor(ada)).toContainEqual([ALL, 'digest', ADA]);
      expect(await listFor(other)).toEqual([
        [ALL, 'digest', 'ada:x'],
        [READ, 'world', 'anyone'],
      ]);
    });

    test('the permissions of the parent are checked before the node is looked up', async () => {
      const client = await open();
      await client.ask(1, CREATE, creation('/a', [[READ | ADMIN, 'world', 'anyone']]));
      expect(await errorOf(client, CREATE, creation('/a/b'))).toBe(-102);
      expect(await errorOf(client, DELETE, (r) => r.string('/a/none').int(-1))).toBe(-102);
      expect(await errorOf(client, CREATE, creation('/a/\u0001'))).toBe(-102);
    });

    test('a check in a transaction needs READ permission', async () => {
      const [ada, other] = [await open('ada:secret'), await open()];
      const list: readonly Acl[] = [
        [ALL, 'auth', ''],
        [WRITE, 'world', 'anyone'],
      ];
      await ada.ask(1, CREATE, creation('/a', list));
      const check: Write = (r) =>
        r.int(CHECK).bool(false).int(-1).string('/a').int(0).int(-1).bool(true).int(-1);
      const codesOf = (body: JuteReader | undefined) => [body?.int(), body?.bool(), body?.int()];
      expect(codesOf((await ada.ask(2, MULTI, check))?.body)).toEqual([CHECK, false, 0]);
      expect(codesOf((await other.ask(2, MULTI, check))?.body)).toEqual([-1, false, -102]);
    });

    test('a watch event is sent only to clients that may read the node', async () => {
      const [ada, other] = [await open('ada:secret'), await open()];
      for (const client of [ada, other])
        await client.ask(1, EXISTS, (r) => r.string('/a').bool(true));
      await ada.ask(2, CREATE, creation('/a', [[ALL, 'auth', '']]));
      expect((await ada.next())?.int()).toBe(2); // the reply; ask has read the event before it
      expect((await other.ask(-2, PING))?.xid).toBe(-2); // and no event before it
    });
  });

  test('null credentials are rejected, except with the scheme ip, which needs none', async () => {
    const client = await open();
    expect(await errorOf(client, AUTH, (r) => r.int(0).string('ip').buffer(null))).toBe(0);
    expect(await errorOf(client, AUTH, (r) => r.int(0).string('digest').buffer(null))).toBe(-115);
    expect(await client.next()).toBeUndefined();
  });

  test('a resumed session has the timeout that is requested now', async () => {
    const first = await RawClient.to(server.address);
    const mine = await first.hello({ timeoutMs: 30_000 });
    const second = await RawClient.to(server.address);
    clients.push(first, second);
    const again = { session: mine?.session ?? 0n, password: mine?.password ?? Buffer.alloc(0) };
    expect(await second.hello({ ...again, timeoutMs: 40_000 })).toMatchObject({
      timeoutMs: 40_000,
    });
    expect(await first.next()).toBeUndefined();
    const third = await RawClient.to(server.address);
    clients.push(third);
    const stolen = { session: again.session, password: Buffer.alloc(16, 1) };
    expect(await third.hello(stolen)).toMatchObject({ timeoutMs: 0, session: 0n });
    expect(await second.next()).toBeUndefined(); // the failed attempt closed its connection too
    const fourth = await RawClient.to(server.address);
    clients.push(fourth);
    expect(await fourth.hello(again)).toMatchObject({ session: again.session });
  });
});
