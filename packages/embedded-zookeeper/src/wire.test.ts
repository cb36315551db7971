// ZooKeeper's protocol, byte by byte.

import type { JuteReader, JuteWriter } from './wire/jute';
import { onBoth } from './testing/on-both';
import { RawClient } from './comparison/raw-client';

onBoth((server) => {
  const raw: RawClient[] = [];
  const open = async (): Promise<RawClient> => {
    const client = await RawClient.to(server.address);
    raw.push(client);
    return client;
  };

  afterEach(() => {
    for (const { socket } of raw.splice(0)) socket.destroy();
  });

  test('a session timeout is clamped to the limits', async () => {
    const [short, long] = [await open(), await open()];
    expect(await short.hello({ timeoutMs: 1 })).toMatchObject({ timeoutMs: 200 });
    expect(await long.hello({ timeoutMs: 1e9 })).toMatchObject({ timeoutMs: 60_000 });
    await short.ask(1, -11); // its expiry would take a zxid during another test
  });

  test('an unknown session, and one with a wrong password, are reported as expired', async () => {
    expect(await (await open()).hello({ session: 12345n })).toMatchObject({
      timeoutMs: 0,
      session: 0n,
    });
    const mine = await (await open()).hello();
    const stolen = { session: mine?.session ?? 0n, password: Buffer.alloc(16, 1) };
    expect(await (await open()).hello(stolen)).toMatchObject({ timeoutMs: 0, session: 0n });
  });

  test('a session moves to another connection, and the old one is closed', async () => {
    const first = await open();
    const mine = await first.hello();
    const second = await open();
    expect(await second.hello({ ...mine })).toMatchObject({ session: mine?.session });
    expect(await first.next()).toBeUndefined();
    expect(await second.ask(-2, 11)).toMatchObject({ xid: -2, error: 0 });
  });

  test('a client that has seen a later zxid than the server gets no reply', async () => {
    expect(await (await open()).hello({ zxid: 1n << 60n })).toBeUndefined();
  });

  test('a ping is answered with xid −2', async () => {
    const client = await open();
    await client.hello();
    expect(await client.ask(-2, 11)).toMatchObject({ xid: -2, error: 0 });
  });

  test('a missing node is an error without a body', async () => {
    const client = await open();
    await client.hello();
    const reply = await client.ask(7, 4, (request) => request.string('/none').bool(false));
    expect(reply).toMatchObject({ xid: 7, error: -101 });
    expect(reply?.body.left).toBe(0);
  });

  test('an unknown operation is rejected, and the connection is closed', async () => {
    const client = await open();
    await client.hello();
    expect(await client.ask(8, 77)).toMatchObject({ xid: 8, error: -6 });
    expect(await client.next()).toBeUndefined();
  });

  test('closing a session is confirmed, and the connection is closed', async () => {
    const client = await open();
    await client.hello();
    expect(await client.ask(9, -11)).toMatchObject({ xid: 9, error: 0 });
    expect(await client.next()).toBeUndefined();
  });

  /** A request to create a node that everyone may access. */
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
  const openSession = async (): Promise<RawClient> => {
    const client = await open();
    await client.hello();
    return client;
  };

  test('each write takes a zxid, even one that fails, and so does each new session', async () => {
    const client = await openSession();
    const first = (await client.ask(1, 1, creation('/a')))?.zxid ?? 0n;
    const failed = await client.ask(2, 1, creation('/a'));
    expect(failed).toMatchObject({ zxid: first + 1n, error: -110 });
    await openSession();
    expect((await client.ask(3, 1, creation('/b')))?.zxid).toBe(first + 3n);
  });

  test('a watch event arrives before the reply to the request that caused it', async () => {
    const client = await openSession();
    await client.ask(1, 3, (request) => request.string('/a').bool(true));
    const event = await client.ask(2, 1, creation('/a'));
    expect(event).toMatchObject({ xid: -1, zxid: -1n, error: 0 });
    const { body } = event ?? {};
    expect([body?.int(), body?.int(), body?.string()]).toEqual([1, 3, '/a']);
    expect((await client.next())?.int()).toBe(2);
  });

  test('a client that watches a node’s data and its children gets one event when it is deleted', async () => {
    const client = await openSession();
    await client.ask(1, 1, creation('/a'));
    await client.ask(2, 4, (request) => request.string('/a').bool(true));
    await client.ask(3, 8, (request) => request.string('/a').bool(true));
    expect((await client.ask(4, 2, (r) => r.string('/a').int(-1)))?.xid).toBe(-1);
    expect((await client.next())?.int()).toBe(4); // and no second event before the reply
  });

  test('setWatches sends the events that were missed, then its reply', async () => {
    const client = await openSession();
    const seen = (await client.ask(1, 1, creation('/a')))?.zxid ?? 0n;
    await client.ask(2, 5, (request) => request.string('/a').buffer(null).int(-1));
    const paths = (request: JuteWriter): JuteWriter =>
      request.long(seen).int(1).string('/a').int(1).string('/none').int(1).string('/a');
    const event = await client.ask(-8, 101, paths);
    expect([event?.xid, event?.body.int(), event?.body.int()]).toEqual([-1, 3, 3]);
    expect((await client.next())?.int()).toBe(-8);
    const created = await client.ask(3, 1, creation('/none'));
    expect([created?.xid, created?.body.int()]).toEqual([-1, 1]); // the other two watches are set
  });

  test('the reply to a transaction has a result for each operation', async () => {
    const client = await openSession();
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

  test('the reply to a failed transaction has an error for each operation: 0, the cause, or not reached', async () => {
    const client = await openSession();
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

  test('sync returns the path, and create2 and getChildren2 return a stat', async () => {
    const client = await openSession();
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

  test('an unknown authentication scheme is rejected, and the connection is closed', async () => {
    const client = await openSession();
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
    ['a NUL character', '/a\0'],
  ])('a path with %s is a bad argument', async (_name, path) => {
    const client = await openSession();
    await client.ask(1, 1, creation('/a'));
    expect(await client.ask(2, 1, creation(path))).toMatchObject({ error: -8 });
  });

  test('a frame that is too long closes the connection', async () => {
    const client = await open();
    await client.hello();
    client.socket.write(Buffer.from('00100000', 'hex'));
    expect(await client.next()).toBeUndefined();
  });
});
