// What a client may ask for. A request is read as a whole before any of it is done, so one
// that breaks off changes nothing. The order of the checks is the real server's.

import { grantedAcl, isPermitted, maskedAcl, Permission, readAcls } from './acl';
import { JuteWriter, type JuteReader } from './jute';
import { checkHasParent, checkPath, checkPresent, parentOf } from './path';
import type { State } from './state';
import type { Stat } from './tree';
import type { Watcher, WatchKind } from './watches';
import { ErrorCode, ZkError } from './zk-error';

/** The client that asks. */
export interface Client extends Watcher {
  readonly sessionId: bigint;
  /** `scheme:id` of whoever it has proved to be. */
  readonly identities: ReadonlySet<string>;
}

export interface Context {
  readonly state: State;
  readonly client: Client;
  readonly reply: JuteWriter;
}

/** Does what a request asks for, and writes the reply's body. @throws ZkError */
export type Action = (context: Context) => void;
/** Reads a request. @throws JuteError when it breaks off */
export type Operation = (request: JuteReader) => Action;

const [CREATE, DELETE, SET_DATA, CHECK, CREATE2] = [1, 2, 5, 13, 15];

// #region create
const [EPHEMERAL, SEQUENTIAL, CONTAINER] = [1, 2, 4];
/** Nodes with a time to live, which the real server has to be started for. */
const WITH_TTL = [5, 6];

function create(request: JuteReader): (context: Context) => string {
  const path = request.stringOrNull();
  const data = request.buffer();
  const asked = readAcls(request);
  const flags = request.int();
  return ({ state, client }) => {
    if (WITH_TTL.includes(flags)) throw new ZkError(ErrorCode.UNIMPLEMENTED);
    // A container is made by another operation: here the flag makes a plain node.
    if (flags < 0 || flags > CONTAINER) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    checkHasParent(path);
    const acl = grantedAcl(asked, client.identities);
    permit(state, client, parentOf(path), Permission.CREATE);
    const owner = (flags & EPHEMERAL) === 0 ? 0n : client.sessionId;
    return state.create(path, { data, acl, sequential: (flags & SEQUENTIAL) !== 0, owner });
  };
}

/** Replies with the path alone. */
function createPlain(request: JuteReader): Action {
  const act = create(request);
  return (context) => void context.reply.string(act(context));
}

function createWithStat(request: JuteReader): Action {
  const act = create(request);
  return (context) => {
    const path = act(context);
    context.reply.string(path);
    writeStat(context.reply, context.state.tree.stat(path));
  };
}
// #endregion create

function remove(request: JuteReader): Action {
  const path = request.stringOrNull();
  const version = request.int();
  return ({ state, client }) => {
    checkHasParent(path);
    if (path === '/') throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    permit(state, client, parentOf(path), Permission.DELETE);
    state.delete(path, version);
  };
}

function setData(request: JuteReader): Action {
  const path = request.stringOrNull();
  const data = request.buffer();
  const version = request.int();
  return ({ state, client, reply }) => {
    checkPath(path);
    permit(state, client, path, Permission.WRITE);
    state.setData(path, data, version);
    writeStat(reply, state.tree.stat(path));
  };
}

/** A condition of a transaction: it tells whether a node is there, so it takes READ. */
function check(request: JuteReader): Action {
  const path = request.stringOrNull();
  const version = request.int();
  return ({ state, client }) => {
    checkPath(path);
    permit(state, client, path, Permission.READ);
    state.tree.check(path, version);
  };
}

// #region read
/** A watch on a node that is not there waits for it. */
function exists(request: JuteReader): Action {
  const path = request.stringOrNull();
  const watch = request.bool();
  return ({ state, client, reply }) => {
    checkPresent(path);
    if (path.includes('\0')) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    if (watch) state.watches.add('data', path, client);
    writeStat(reply, state.tree.stat(path));
  };
}

function getData(request: JuteReader): Action {
  const path = request.stringOrNull();
  const watch = request.bool();
  return ({ state, client, reply }) => {
    checkPresent(path);
    permit(state, client, path, Permission.READ);
    if (watch) state.watches.add('data', path, client);
    reply.buffer(state.tree.data(path));
    writeStat(reply, state.tree.stat(path));
  };
}

function getChildren(request: JuteReader): (context: Context) => string {
  const path = request.stringOrNull();
  const watch = request.bool();
  return ({ state, client, reply }) => {
    checkPresent(path);
    permit(state, client, path, Permission.READ);
    if (watch) state.watches.add('children', path, client);
    reply.vector(state.tree.children(path), (name) => reply.string(name));
    return path;
  };
}

function getChildrenAndStat(request: JuteReader): Action {
  const act = getChildren(request);
  return (context) => writeStat(context.reply, context.state.tree.stat(act(context)));
}

/** There is one server, so everything is seen already. */
function sync(request: JuteReader): Action {
  const path = request.stringOrNull();
  return ({ reply }) => void reply.buffer(path === null ? null : Buffer.from(path));
}
// #endregion read

// #region multi
/** What a transaction may hold. One that holds another operation is not done at all. */
const IN_MULTI: ReadonlyMap<number, Operation> = new Map([
  [CREATE, createInMulti],
  [DELETE, remove],
  [SET_DATA, setData],
  [CHECK, check],
  [CREATE2, createInMulti], // and it is answered as the plain one
]);
const NOT_REACHED = -2;

/** As outside of a transaction, but for the flags that the real server stumbles over. */
function createInMulti(request: JuteReader): Action {
  const act = createPlain(request);
  return (context) => {
    try {
      act(context);
    } catch (error) {
      if (!(error instanceof ZkError) || error.code !== ErrorCode.UNIMPLEMENTED) throw error;
      throw new ZkError(ErrorCode.MARSHALLING_ERROR);
    }
  };
}

interface Part {
  readonly type: number;
  readonly act: Action;
}

function readParts(request: JuteReader): Part[] {
  const parts: Part[] = [];
  for (let type = readHeader(request); type !== undefined; type = readHeader(request)) {
    const operation = IN_MULTI.get(type);
    if (operation === undefined || request.isNullNext)
      // every one begins with a path
      throw new ZkError(ErrorCode.MARSHALLING_ERROR);
    parts.push({ type: type === CREATE2 ? CREATE : type, act: operation(request) });
  }
  return parts;
}

/** @returns the type of the next operation; undefined at the end */
function readHeader(request: JuteReader): number | undefined {
  const type = request.int();
  const isEnd = request.bool();
  request.int();
  return isEnd ? undefined : type;
}

/**
 * All operations or none. When one fails, each has an error: those after it one that says
 * that they were not tried.
 */
function multi(request: JuteReader): Action {
  const parts = readParts(request);
  return ({ state, client, reply }) => {
    const bodies: Buffer[] = [];
    let failed: ZkError | undefined;
    try {
      state.atomically(() => {
        for (const { act } of parts) {
          const part = new JuteWriter();
          act({ state, client, reply: part });
          bodies.push(part.body());
        }
      });
    } catch (error) {
      if (!(error instanceof ZkError) || error.code === ErrorCode.MARSHALLING_ERROR) throw error;
      failed = error;
    }
    for (const [i, { type }] of parts.entries()) {
      if (failed === undefined) {
        reply
          .int(type)
          .bool(false)
          .int(0)
          .bytes(bodies[i] ?? Buffer.alloc(0));
        continue;
      }
      const tried = bodies.length;
      const code = i < tried ? 0 : i === tried ? failed.code : NOT_REACHED;
      reply.int(-1).bool(false).int(code).int(code);
    }
    reply.int(-1).bool(true).int(-1);
  };
}
// #endregion multi

// #region watches
/** After a reconnect: tells at once what has changed meanwhile, and sets the other watches again. */
function setWatches(request: JuteReader): Action {
  const seen = request.long();
  const [data, exist, children] = [0, 0, 0].map(() =>
    request.vectorOrNull(() => request.stringOrNull()),
  );
  return ({ state, client }) => {
    const { tree, watches } = state;
    const again = (kind: WatchKind, path: string): void => watches.add(kind, path, client);
    for (const path of present(data)) {
      if (!tree.has(path)) client.notify(2, path);
      else if (tree.stat(path).mzxid > seen) client.notify(3, path);
      else again('data', path);
    }
    for (const path of present(exist)) {
      if (tree.has(path)) client.notify(1, path);
      else again('data', path);
    }
    for (const path of present(children)) {
      if (!tree.has(path)) client.notify(2, path);
      else if (tree.stat(path).pzxid > seen) client.notify(4, path);
      else again('children', path);
    }
  };
}

/** The paths one by one: a null among them is found when it is reached. */
function* present(paths: readonly (string | null)[] | null | undefined): Iterable<string> {
  checkPresent(paths ?? null);
  for (const path of paths ?? []) {
    checkPresent(path);
    yield path;
  }
}
// #endregion watches

// #region acl
function getAcl(request: JuteReader): Action {
  const path = request.stringOrNull();
  return ({ state, client, reply }) => {
    checkPresent(path);
    permit(state, client, path, Permission.READ | Permission.ADMIN);
    const acl = state.tree.acl(path);
    const mayChange = isPermitted(acl, client.identities, Permission.ADMIN);
    reply.vector(mayChange ? acl : maskedAcl(acl), ({ perms, scheme, id }) =>
      reply.int(perms).string(scheme).string(id),
    );
    writeStat(reply, state.tree.stat(path));
  };
}

function setAcl(request: JuteReader): Action {
  const path = request.stringOrNull();
  const asked = readAcls(request);
  const version = request.int();
  return ({ state, client, reply }) => {
    checkPath(path);
    const acl = grantedAcl(asked, client.identities);
    permit(state, client, path, Permission.ADMIN);
    state.tree.setAcl(path, acl, version);
    writeStat(reply, state.tree.stat(path));
  };
}

/** @throws ZkError NO_NODE, NO_AUTH */
function permit({ tree }: State, { identities }: Client, path: string, permissions: number): void {
  if (!isPermitted(tree.acl(path), identities, permissions)) throw new ZkError(ErrorCode.NO_AUTH);
}
// #endregion acl

export function writeStat(reply: JuteWriter, stat: Stat): void {
  reply.long(stat.czxid).long(stat.mzxid).long(BigInt(stat.ctime)).long(BigInt(stat.mtime));
  reply.int(stat.version).int(stat.cversion).int(stat.aversion).long(stat.ephemeralOwner);
  reply.int(stat.dataLength).int(stat.numChildren).long(stat.pzxid);
}

/** Operations that change something: each attempt has a number of its own. */
export const WRITES: ReadonlySet<number> = new Set([1, 2, 5, 7, 14, 15]);

// #region table
export const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [CREATE, createPlain],
  [DELETE, remove],
  [3, exists],
  [4, getData],
  [SET_DATA, setData],
  [6, getAcl],
  [7, setAcl],
  [8, getChildren],
  [9, sync],
  [12, getChildrenAndStat],
  [14, multi],
  [CREATE2, createWithStat],
  [101, setWatches],
]);
// #endregion table
