// Operations that change a node, and check, the condition of a transaction. The checks
// are in the same order as in the real server.

import { grantedAcl, Permission, readAcls } from '../tree/acl';
import type { JuteReader } from '../wire/jute';
import { permit, writeStat, type Action, type Context } from './operation';
import { checkHasParent, checkPath, parentOf } from '../tree/path';
import { ErrorCode, ZkError } from '../wire/zk-error';

// #region create
const [EPHEMERAL, SEQUENTIAL, CONTAINER] = [1, 2, 4];
/** TTL nodes, which the real server supports only if they are enabled at its start. */
const WITH_TTL = [5, 6];

function create(request: JuteReader): (context: Context) => string {
  const path = request.stringOrNull();
  const data = request.buffer();
  const requested = readAcls(request);
  const flags = request.int();
  return ({ state, client }) => {
    if (WITH_TTL.includes(flags)) throw new ZkError(ErrorCode.UNIMPLEMENTED);
    // Containers have an operation of their own: here the flag creates a plain node.
    if (flags < 0 || flags > CONTAINER) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    checkHasParent(path);
    const acl = grantedAcl(requested, client.identities);
    permit(state, client, parentOf(path), Permission.CREATE);
    const owner = (flags & EPHEMERAL) === 0 ? 0n : client.sessionId;
    return state.create(path, { data, acl, sequential: (flags & SEQUENTIAL) !== 0, owner });
  };
}

/** Replies with the path alone. */
export function createPlain(request: JuteReader): Action {
  const act = create(request);
  return (context) => void context.reply.string(act(context));
}

export function createWithStat(request: JuteReader): Action {
  const act = create(request);
  return (context) => {
    const path = act(context);
    context.reply.string(path);
    writeStat(context.reply, context.state.tree.stat(path));
  };
}
// #endregion create

export function remove(request: JuteReader): Action {
  const path = request.stringOrNull();
  const version = request.int();
  return ({ state, client }) => {
    checkHasParent(path);
    if (path === '/') throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    permit(state, client, parentOf(path), Permission.DELETE);
    state.delete(path, version);
  };
}

export function setData(request: JuteReader): Action {
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

/** A condition of a transaction. It reveals whether a node exists, so it needs READ. */
export function check(request: JuteReader): Action {
  const path = request.stringOrNull();
  const version = request.int();
  return ({ state, client }) => {
    checkPath(path);
    permit(state, client, path, Permission.READ);
    state.tree.check(path, version);
  };
}

export function setAcl(request: JuteReader): Action {
  const path = request.stringOrNull();
  const requested = readAcls(request);
  const version = request.int();
  return ({ state, client, reply }) => {
    checkPath(path);
    const acl = grantedAcl(requested, client.identities);
    permit(state, client, path, Permission.ADMIN);
    state.tree.setAcl(path, acl, version);
    writeStat(reply, state.tree.stat(path));
  };
}
