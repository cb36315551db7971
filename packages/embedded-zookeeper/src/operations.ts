// What a client may ask for: one function for each operation, from its request to its reply's body.

import { createHash } from 'node:crypto';
import { JuteWriter, type JuteReader } from './jute';
import type { State } from './state';
import { Permission, parentOf, type Acl, type Stat } from './tree';
import type { Watcher, WatchKind } from './watches';
import { ErrorCode, ZkError } from './zk-error';

/** Who asks. */
export interface Client extends Watcher {
  readonly sessionId: bigint;
  /** `scheme:id` of whoever it has proved to be. */
  readonly identities: ReadonlySet<string>;
}

export interface Context {
  readonly state: State;
  readonly client: Client;
  readonly request: JuteReader;
  readonly reply: JuteWriter;
}

type Operation = (context: Context) => void;

/** Operations that change something: each attempt has a number of its own. */
export const WRITES: ReadonlySet<number> = new Set([1, 2, 5, 7, 14, 15]);

// #region table
export const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [1, (context) => void context.reply.string(create(context))],
  [2, remove],
  [3, exists],
  [4, getData],
  [5, setData],
  [6, getAcl],
  [7, setAcl],
  [8, getChildren],
  [9, ({ request, reply }) => void reply.string(request.string())], // sync: there is one server, so all is seen
  [12, getChildrenAndStat],
  [14, multi],
  [15, createWithStat],
  [101, setWatches],
]);
// #endregion table

// #region create
function create({ state, client, request }: Context): string {
  const path = request.string();
  const data = request.buffer();
  const asked = request.vector(() => readAcl(request));
  const flags = request.int();
  if (flags < 0 || flags > 3) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
  const acl = aclFor(asked, client);
  if (state.tree.has(parentOf(path))) permit(state, client, parentOf(path), Permission.CREATE);
  const owner = (flags & 1) === 0 ? 0n : client.sessionId;
  return state.create(path, { data, acl, sequential: (flags & 2) !== 0, owner });
}

function createWithStat(context: Context): void {
  const path = create(context);
  context.reply.string(path);
  writeStat(context.reply, context.state.tree.stat(path));
}
// #endregion create

function remove({ state, client, request }: Context): void {
  const path = request.string();
  const version = request.int();
  if (state.tree.has(path)) permit(state, client, parentOf(path), Permission.DELETE);
  state.delete(path, version);
}

function setData({ state, client, request, reply }: Context): void {
  const path = request.string();
  const data = request.buffer();
  permit(state, client, path, Permission.WRITE);
  state.setData(path, data, request.int());
  writeStat(reply, state.tree.stat(path));
}

// #region read
/** A watch on a node that is not there waits for it. */
function exists({ state, client, request, reply }: Context): void {
  const path = request.string();
  if (request.bool()) state.watches.add('data', path, client);
  writeStat(reply, state.tree.stat(path));
}

function getData({ state, client, request, reply }: Context): void {
  const path = request.string();
  permit(state, client, path, Permission.READ);
  if (request.bool()) state.watches.add('data', path, client);
  reply.buffer(state.tree.data(path));
  writeStat(reply, state.tree.stat(path));
}

function getChildren({ state, client, request, reply }: Context): string {
  const path = request.string();
  permit(state, client, path, Permission.READ);
  if (request.bool()) state.watches.add('children', path, client);
  reply.vector(state.tree.children(path), (name) => reply.string(name));
  return path;
}

function getChildrenAndStat(context: Context): void {
  const path = getChildren(context);
  writeStat(context.reply, context.state.tree.stat(path));
}
// #endregion read

// #region multi
/** What a transaction may hold, besides check, which changes nothing. */
const IN_MULTI: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [1, (context) => void context.reply.string(create(context))],
  [2, remove],
  [5, setData],
  [13, ({ state, request }) => state.tree.check(request.string(), request.int())],
  [15, createWithStat],
]);
const NOT_REACHED = -2;

/** All operations or none. When one fails, each has an error: those after it one that says that they were not tried. */
function multi({ state, client, request, reply }: Context): void {
  const bodies: { readonly type: number; readonly body: Buffer }[] = [];
  let failed: ZkError | undefined;
  let tried = 0;
  let count = 0;
  try {
    state.atomically(() => {
      for (let type = readHeader(request); type !== -1; type = readHeader(request)) {
        count++;
        const operation = IN_MULTI.get(type);
        if (operation === undefined) throw new ZkError(ErrorCode.UNIMPLEMENTED);
        const part = new JuteWriter();
        operation({ state, client, request, reply: part });
        bodies.push({ type, body: part.body() });
        tried++;
      }
    });
  } catch (error) {
    if (!(error instanceof ZkError)) throw error;
    failed = error;
    count += countHeaders(request);
  }
  if (failed === undefined) {
    for (const { type, body } of bodies) reply.int(type).bool(false).int(0).bytes(body);
  } else {
    for (let i = 0; i < count; i++) {
      const code = i < tried ? 0 : i === tried ? failed.code : NOT_REACHED;
      reply.int(-1).bool(false).int(code).int(code);
    }
  }
  reply.int(-1).bool(true).int(-1);
}

/** @returns the type of the next operation; −1 at the end */
function readHeader(request: JuteReader): number {
  const type = request.int();
  const isEnd = request.bool();
  request.int();
  return isEnd ? -1 : type;
}

/** How many operations are left: their requests are read, and not done. */
function countHeaders(request: JuteReader): number {
  let count = 0;
  for (let type = readHeader(request); type !== -1; type = readHeader(request)) {
    count++;
    skip(type, request);
  }
  return count;
}

function skip(type: number, request: JuteReader): void {
  request.string();
  if (type === 1 || type === 15 || type === 5) request.buffer();
  if (type === 1 || type === 15) request.vector(() => readAcl(request));
  request.int();
}
// #endregion multi

// #region watches
/** After a reconnect: what has changed meanwhile is told at once, and for the rest the watches stand again. */
function setWatches({ state, client, request }: Context): void {
  const seen = request.long();
  const [data, exist, children] = [0, 0, 0].map(() => request.vector(() => request.string()));
  const { tree, watches } = state;
  const again = (kind: WatchKind, path: string): void => watches.add(kind, path, client);
  for (const path of data ?? []) {
    if (!tree.has(path)) client.notify(2, path);
    else if (tree.stat(path).mzxid > seen) client.notify(3, path);
    else again('data', path);
  }
  for (const path of exist ?? []) {
    if (tree.has(path)) client.notify(1, path);
    else again('data', path);
  }
  for (const path of children ?? []) {
    if (!tree.has(path)) client.notify(2, path);
    else if (tree.stat(path).pzxid > seen) client.notify(4, path);
    else again('children', path);
  }
}
// #endregion watches

// #region acl
function getAcl({ state, client, request, reply }: Context): void {
  const path = request.string();
  const acl = state.tree.acl(path);
  permit(state, client, path, Permission.READ | Permission.ADMIN);
  reply.vector(acl, ({ perms, scheme, id }) => reply.int(perms).string(scheme).string(id));
  writeStat(reply, state.tree.stat(path));
}

function setAcl({ state, client, request, reply }: Context): void {
  const path = request.string();
  const asked = request.vector(() => readAcl(request));
  permit(state, client, path, Permission.ADMIN);
  state.tree.setAcl(path, aclFor(asked, client), request.int());
  writeStat(reply, state.tree.stat(path));
}

function readAcl(request: JuteReader): Acl {
  return { perms: request.int(), scheme: request.string(), id: request.string() };
}

/** `auth` stands for whoever the client has proved to be. @throws ZkError INVALID_ACL */
function aclFor(asked: readonly Acl[], { identities }: Client): Acl[] {
  const acl = asked.flatMap(({ perms, scheme, id }): Acl[] => {
    if (scheme !== 'auth') return [{ perms, scheme, id }];
    return [...identities].map((identity) => {
      const [ownScheme = '', ...rest] = identity.split(':');
      return { perms, scheme: ownScheme, id: rest.join(':') };
    });
  });
  const isKnown = ({ scheme, id }: Acl): boolean =>
    (scheme === 'world' && id === 'anyone') || (scheme === 'digest' && id.includes(':'));
  if (acl.length === 0 || !acl.every(isKnown)) throw new ZkError(ErrorCode.INVALID_ACL);
  return acl;
}

/** One of the permissions is enough. @throws ZkError NO_NODE, NO_AUTH */
function permit({ tree }: State, { identities }: Client, path: string, permissions: number): void {
  const mayDo = ({ perms, scheme, id }: Acl): boolean =>
    (perms & permissions) !== 0 && (scheme === 'world' || identities.has(`${scheme}:${id}`));
  if (!tree.acl(path).some(mayDo)) throw new ZkError(ErrorCode.NO_AUTH);
}

/** The id of a user who has shown `name:password`: the password itself is kept nowhere. */
export function digestIdentity(credentials: string): string {
  const [name = ''] = credentials.split(':', 1);
  return `digest:${name}:${createHash('sha1').update(credentials).digest('base64')}`;
}
// #endregion acl

export function writeStat(reply: JuteWriter, stat: Stat): void {
  reply.long(stat.czxid).long(stat.mzxid).long(BigInt(stat.ctime)).long(BigInt(stat.mtime));
  reply.int(stat.version).int(stat.cversion).int(stat.aversion).long(stat.ephemeralOwner);
  reply.int(stat.dataLength).int(stat.numChildren).long(stat.pzxid);
}
