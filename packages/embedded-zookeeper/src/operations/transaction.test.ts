// Transactions: all operations or none, at a cost that depends only on those operations.

import * as fc from 'fast-check';
import type { JuteWriter } from '../wire/jute';
import { State } from '../server/state';
import { onBoth } from '../testing/on-both';
import { RawClient } from '../comparison/raw-client';
import { Tree } from '../tree/tree';
import { ZkError } from '../wire/zk-error';

const [CREATE, REMOVE, EXISTS, SET_DATA, CHECK, MULTI, CLOSE] = [1, 2, 3, 5, 13, 14, -11];
const [EPHEMERAL, SEQUENTIAL] = [1, 2];
const [NO_NODE, NOT_REACHED] = [-101, -2];
const OPEN = [{ perms: 31, scheme: 'world', id: 'anyone' }];

const creation =
  (path: string, flags = 0) =>
  (request: JuteWriter): JuteWriter =>
    request
      .string(path)
      .buffer(Buffer.from('x'))
      .int(1)
      .int(31)
      .string('world')
      .string('anyone')
      .int(flags);
const removal = (path: string) => (request: JuteWriter) => request.string(path).int(-1);
const change = (path: string) => (request: JuteWriter) =>
  request.string(path).buffer(Buffer.from('changed')).int(-1);

type Part = readonly [type: number, body: (request: JuteWriter) => JuteWriter];

const transaction =
  (parts: readonly Part[]) =>
  (request: JuteWriter): JuteWriter => {
    for (const [type, body] of parts) body(request.int(type).bool(false).int(-1));
    return request.int(-1).bool(true).int(-1);
  };

onBoth((server) => {
  const raw: RawClient[] = [];
  /** A client with a session. */
  const open = async (): Promise<RawClient> => {
    const client = await RawClient.to(server.address);
    raw.push(client);
    await client.hello();
    return client;
  };

  afterEach(() => {
    for (const { socket } of raw.splice(0)) socket.destroy();
  });

  /** The 68 bytes of a node's stat as numbers; an error where there is no node. */
  async function stat(client: RawClient, path: string): Promise<number[] | number | undefined> {
    const reply = await client.ask(1, EXISTS, (request) => request.string(path).bool(false));
    if (reply?.error !== 0) return reply?.error;
    return Array.from({ length: 17 }, () => reply.body.int());
  }

  async function stats(client: RawClient, paths: readonly string[]): Promise<unknown[]> {
    const all: unknown[] = [];
    for (const path of paths) all.push(await stat(client, path));
    return all;
  }

  /** The errors of a failed transaction's parts. */
  async function errors(client: RawClient, parts: readonly Part[]): Promise<number[]> {
    const reply = await client.ask(1, MULTI, transaction(parts));
    return parts.map(() => {
      reply?.body.int();
      reply?.body.bool();
      reply?.body.int();
      return reply?.body.int() ?? NaN;
    });
  }

  test('a transaction that fails half-way changes nothing: no node, counter, version, ephemeral or event', async () => {
    const client = await open();
    const watcher = await open();
    for (const path of ['/t', '/t/old', '/t/gone']) await client.ask(1, CREATE, creation(path));
    const paths = ['/t', '/t/old', '/t/gone', '/t/new'];
    for (const path of paths) {
      await watcher.ask(1, EXISTS, (request) => request.string(path).bool(true));
    }
    const before = await stats(client, paths);
    // fails: it exists
    const zxid = (await client.ask(1, CREATE, creation('/t/old')))?.zxid ?? 0n;
    const answer = await errors(client, [
      [CREATE, creation('/t/new')],
      [CREATE, creation('/t/n-', SEQUENTIAL)],
      [CREATE, creation('/t/e', EPHEMERAL)],
      [SET_DATA, change('/t/old')],
      [SET_DATA, change('/t/old')],
      [REMOVE, removal('/t/gone')],
      [CREATE, creation('/t/gone')],
      [SET_DATA, change('/t')],
      [REMOVE, removal('/t/none')],
      [CREATE, creation('/t/never')],
    ]);
    expect(answer).toEqual([0, 0, 0, 0, 0, 0, 0, 0, NO_NODE, NOT_REACHED]);
    expect(await stats(client, paths)).toEqual(before);
    for (const path of ['/t/e', '/t/never', '/t/n-0000000002']) {
      expect(await stat(client, path)).toBe(NO_NODE);
    }
    // The failed transaction took one zxid in all, and its sequence number is used again.
    const next = await client.ask(1, CREATE, creation('/t/n-', SEQUENTIAL));
    expect([next?.zxid, next?.body.string()]).toEqual([zxid + 2n, '/t/n-0000000002']);
    // The watch is still set: the first event is that of a change made afterwards.
    await client.ask(1, SET_DATA, change('/t/old'));
    const event = await watcher.next();
    const eventOf = [event?.int(), event?.long(), event?.int(), event?.int(), event?.int()];
    expect([...eventOf, event?.string()]).toEqual([-1, -1n, 0, 3, 3, '/t/old']);
    // The session owns no ephemeral node, so /t/e, which is persistent now, outlives it.
    await client.ask(1, CREATE, creation('/t/e'));
    await client.ask(1, CLOSE);
    expect(await stat(watcher, '/t/e')).toHaveLength(17);
  });

  test('an ephemeral node whose deletion was rolled back is still deleted with its session', async () => {
    const client = await open();
    const other = await open();
    await client.ask(1, CREATE, creation('/e', EPHEMERAL));
    expect(
      await errors(client, [
        [REMOVE, removal('/e')],
        [CHECK, (request) => request.string('/e').int(-1)],
      ]),
    ).toEqual([0, NO_NODE]);
    expect(await stat(other, '/e')).toHaveLength(17);
    await client.ask(1, CLOSE);
    expect(await stat(other, '/e')).toBe(NO_NODE);
  });

  test('operations see the ones before them: a transaction can create, change and delete a node', async () => {
    const client = await open();
    const reply = await client.ask(
      1,
      MULTI,
      transaction([
        [CREATE, creation('/a')],
        [CREATE, creation('/a/b')],
        [SET_DATA, change('/a/b')],
        [CHECK, (request) => request.string('/a/b').int(1)],
        [REMOVE, removal('/a/b')],
      ]),
    );
    expect(reply?.body.int()).toBe(CREATE); // −1 would mean that one failed
    expect(await stat(client, '/a')).toHaveLength(17);
    expect(await stat(client, '/a/b')).toBe(NO_NODE);
  });
});

/** Everything in a tree, from the root down. */
function snapshot(tree: Tree): unknown {
  const seen: unknown[] = [];
  const visit = (path: string): void => {
    seen.push([path, tree.data(path)?.toString(), tree.acl(path), tree.stat(path)]);
    const names = tree.children(path).sort();
    for (const name of names) visit(path === '/' ? `/${name}` : `${path}/${name}`);
  };
  visit('/');
  const owned = [1n, 2n].map((session) => tree.ephemeralsOf(session).sort());
  return { size: tree.size, seen, owned };
}

// Few paths, so that most changes find their node.
const path = fc.constantFrom('/a', '/b', '/a/a', '/a/b', '/b/a');
const version = fc.constantFrom(-1, 0, 1);
/** Any change; whether it succeeds depends on the tree. */
const anyChange: fc.Arbitrary<(tree: Tree, zxid: bigint) => void> = fc.oneof(
  fc
    .record({ path, sequential: fc.boolean(), owner: fc.constantFrom(0n, 1n, 2n) })
    .map(({ path: at, ...options }) => (tree: Tree, zxid: bigint) => {
      tree.create(at, { data: null, acl: OPEN, ...options }, zxid);
    }),
  fc.tuple(path, version).map(([at, expected]) => (tree: Tree, zxid: bigint) => {
    tree.delete(at, expected, zxid);
  }),
  fc.tuple(path, version).map(([at, expected]) => (tree: Tree, zxid: bigint) => {
    tree.setData(at, Buffer.from(String(zxid)), expected, zxid);
  }),
  fc.tuple(path, version).map(([at, expected]) => (tree: Tree) => {
    tree.setAcl(at, [...OPEN, { perms: 1, scheme: 'digest', id: 'a:b' }], expected);
  }),
);

/** Makes each change that can be made. */
function apply(tree: Tree, changes: readonly ((tree: Tree, zxid: bigint) => void)[], from: bigint) {
  changes.forEach((make, n) => {
    try {
      make(tree, from + BigInt(n));
    } catch (error) {
      if (!(error instanceof ZkError)) throw error;
    }
  });
}

test('a failed transaction restores the whole tree, whatever it has changed', () => {
  const changes = fc.array(anyChange, { maxLength: 30 });
  fc.assert(
    fc.property(changes, changes, (before, during) => {
      const tree = new Tree(1_000, () => 0);
      apply(tree, before, 1n);
      const was = snapshot(tree);
      expect(() =>
        tree.atomically(() => {
          apply(tree, during, 100n);
          throw new Error('half-way');
        }),
      ).toThrow('half-way');
      expect(snapshot(tree)).toEqual(was);
    }),
    { numRuns: 500 },
  );
});

test('a transaction changes the tree exactly as the same changes do without one', () => {
  const changes = fc.array(anyChange, { maxLength: 30 });
  fc.assert(
    fc.property(changes, changes, (before, during) => {
      const [within, plain] = [new Tree(1_000, () => 0), new Tree(1_000, () => 0)];
      apply(within, before, 1n);
      within.atomically(() => apply(within, during, 100n));
      apply(plain, before, 1n);
      apply(plain, during, 100n);
      expect(snapshot(within)).toEqual(snapshot(plain));
    }),
  );
});

/** How often `run` reads or writes an entry of any Map or Set, by any method. */
function touched(run: () => void): number {
  let count = 0;
  const iterators = [new Map().entries(), new Set().values()].map(
    (iterator) => Object.getPrototypeOf(iterator) as object,
  );
  const counted: [object, string][] = [
    ...['get', 'set', 'has', 'delete'].map((name): [object, string] => [Map.prototype, name]),
    ...['add', 'has', 'delete'].map((name): [object, string] => [Set.prototype, name]),
    ...iterators.map((prototype): [object, string] => [prototype, 'next']),
  ];
  const originals = counted.map(([prototype, name]) => {
    const original = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
    Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]) {
      count++;
      return original.apply(this, args);
    });
    return original;
  });
  try {
    run();
  } finally {
    counted.forEach(([prototype, name], n) => Reflect.set(prototype, name, originals[n]));
  }
  return count;
}

describe('the cost does not grow with the tree', () => {
  const node = { data: null, acl: OPEN, sequential: false, owner: 0n };
  const watcher = { notify: () => undefined };
  /** A tree of this many siblings, each with a child, and each watched by a client. */
  function stateOf(siblings: number): State {
    const state = new State({ minTimeoutMs: 1, maxTimeoutMs: 1 });
    for (let n = 0; n < siblings; n++) {
      state.create(`/${n}`, node);
      state.create(`/${n}/child`, node);
      state.watches.add('data', `/${n}`, { notify: () => undefined });
    }
    state.create('/mine', { ...node, owner: 1n });
    state.watches.add('data', '/mine', watcher);
    return state;
  }
  const changes = (state: State): void => {
    state.create('/new', node);
    state.setData('/0', Buffer.from('x'), -1);
    state.delete('/1/child', -1);
  };

  test.each([
    ['a transaction', (state: State) => state.atomically(() => changes(state))],
    [
      'a failed transaction',
      (state: State) => {
        try {
          state.atomically(() => {
            changes(state);
            throw new Error('half-way');
          });
        } catch {
          // It was rolled back.
        }
      },
    ],
    [
      'the end of a session with one node',
      (state: State) => state.tree.ephemeralsOf(1n).forEach((at) => state.delete(at, -1)),
    ],
    ['the end of a connection with one watch', (state: State) => state.watches.forget(watcher)],
  ])('%s touches as much in a tree of 40 nodes as in one of 40,000', (_what, run) => {
    const [small, large] = [20, 20_000].map(stateOf).map((state) => touched(() => run(state)));
    expect(small).toBeGreaterThan(3); // entries are counted at all
    expect(large).toBe(small);
  });
});
