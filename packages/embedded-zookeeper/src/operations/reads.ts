// Operations that read nodes and set watches.

import { isPermitted, maskedAcl, Permission } from '../tree/acl';
import type { JuteReader } from '../wire/jute';
import { permit, writeStat, type Action, type Context } from './operation';
import { checkPresent } from '../tree/path';
import type { WatchKind } from '../tree/watches';
import { ErrorCode, ZkError } from '../wire/zk-error';

// #region read
/** A watch on a missing node waits for its creation. */
export function exists(request: JuteReader): Action {
  const path = request.stringOrNull();
  const watch = request.bool();
  return ({ state, client, reply }) => {
    checkPresent(path);
    if (path.includes('\0')) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    if (watch) state.watches.add('data', path, client);
    writeStat(reply, state.tree.stat(path));
  };
}

export function getData(request: JuteReader): Action {
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

export function getChildren(request: JuteReader): (context: Context) => string {
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

export function getChildrenAndStat(request: JuteReader): Action {
  const act = getChildren(request);
  return (context) => writeStat(context.reply, context.state.tree.stat(act(context)));
}

/** With a single server there is nothing to wait for: every change is visible already. */
export function sync(request: JuteReader): Action {
  const path = request.stringOrNull();
  return ({ reply }) => void reply.buffer(path === null ? null : Buffer.from(path));
}
// #endregion read

// #region watches
/**
 * After a reconnect: sends the events that were missed, and sets the other watches again.
 */
export function setWatches(request: JuteReader): Action {
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

/** Yields the paths one by one: a null among them fails only when it is reached. */
function* present(paths: readonly (string | null)[] | null | undefined): Iterable<string> {
  checkPresent(paths ?? null);
  for (const path of paths ?? []) {
    checkPresent(path);
    yield path;
  }
}
// #endregion watches

export function getAcl(request: JuteReader): Action {
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
