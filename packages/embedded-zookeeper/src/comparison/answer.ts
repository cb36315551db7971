// Describes a reply or an event as text, without what differs from server to server:
// session ids, times, and orders that ZooKeeper does not guarantee.

import { JuteError, JuteReader } from '../wire/jute';
import { ErrorCode } from '../wire/zk-error';
import { OP } from './grammar';

/** What is needed to describe the replies of a server. */
export interface Source {
  /** The real server's root has a child of its own, `zookeeper`. */
  readonly ownNodes: number;
  /** The name of a session in the text. */
  nameOf(session: bigint): string;
}

export interface Answer {
  readonly xid: number;
  readonly error: number;
  readonly isEvent: boolean;
  /** The operation is unknown, so the server is about to close the connection. */
  readonly isUnknown: boolean;
  readonly text: string;
}

export function answerOf(frame: JuteReader, type: number, source: Source): Answer {
  const [xid, zxid, error] = [frame.int(), frame.long(), frame.int()];
  const head = `${xid} zxid ${zxid} error ${error}`;
  const isUnknown = zxid === -1n && error === ErrorCode.UNIMPLEMENTED;
  const isEvent = xid === -1 && zxid === -1n && error === 0;
  if (isEvent) {
    const [event, state, path] = [frame.int(), frame.int(), frame.string()];
    return {
      xid,
      error,
      isEvent,
      isUnknown,
      text: `event ${event} ${state} ${JSON.stringify(path)}`,
    };
  }
  let text = head;
  try {
    if (error === 0) text += bodyOf(frame, type, source);
  } catch (thrown) {
    if (!(thrown instanceof JuteError)) throw thrown;
    text += ' TRUNCATED';
  }
  return {
    xid,
    error,
    isEvent,
    isUnknown,
    text: frame.left === 0 ? text : `${text} +${frame.left} bytes`,
  };
}

function bodyOf(reply: JuteReader, type: number, source: Source): string {
  switch (type) {
    case OP.create:
      return ` ${stringOf(reply)}`;
    case OP.create2:
      return ` ${stringOf(reply)} ${statOf(reply, source)}`;
    case OP.exists:
    case OP.setData:
    case OP.setAcl:
      return ` ${statOf(reply, source)}`;
    case OP.getData:
      return ` ${reply.buffer()?.toString('hex') ?? 'null'} ${statOf(reply, source)}`;
    case OP.getAcl:
      return ` ${aclsOf(reply)} ${statOf(reply, source)}`;
    case OP.getChildren:
      return ` ${childrenOf(reply)}`;
    case OP.getChildren2:
      return ` ${childrenOf(reply)} ${statOf(reply, source)}`;
    case OP.sync:
      return ` ${stringOf(reply)}`;
    case OP.multi:
      return partsOf(reply, source);
    default:
      return '';
  }
}

function stringOf(reply: JuteReader): string {
  return JSON.stringify(reply.stringOrNull());
}

/** Sorted, and without the real server's own node, which is a listed difference. */
function childrenOf(reply: JuteReader): string {
  const names = reply.vector(() => reply.string()).filter((name) => name !== 'zookeeper');
  return JSON.stringify(names.sort());
}

/** Sorted, because each server has its own order for the users that `auth` stands for. */
function aclsOf(reply: JuteReader): string {
  const acls = reply.vector(() => `${reply.int()} ${stringOf(reply)} ${stringOf(reply)}`);
  return `[${acls.sort().join(', ')}]`;
}

function statOf(reply: JuteReader, source: Source): string {
  const [czxid, mzxid, ctime, mtime] = [reply.long(), reply.long(), reply.long(), reply.long()];
  const [version, cversion, aversion] = [reply.int(), reply.int(), reply.int()];
  const owner = reply.long();
  const [bytes, children, pzxid] = [reply.int(), reply.int(), reply.long()];
  // Only the root has the czxid 0.
  const own = czxid === 0n ? source.ownNodes : 0;
  return [
    `c${czxid} m${mzxid} p${pzxid}`,
    `${ctime === 0n ? 'no time' : 'a time'}, ${mtime === 0n ? 'no time' : 'a time'}`,
    `versions ${version} ${cversion + own} ${aversion}`,
    `owner ${source.nameOf(owner)} ${bytes} bytes ${children - own} children`,
  ].join(', ');
}

function partsOf(reply: JuteReader, source: Source): string {
  const parts: string[] = [];
  for (;;) {
    const [type, isEnd, error] = [reply.int(), reply.bool(), reply.int()];
    if (isEnd) return ` ${parts.join('; ')}.`;
    const body = type === -1 ? ` ${reply.int()}` : bodyOf(reply, type, source);
    parts.push(`${type} error ${error}${body}`);
  }
}
