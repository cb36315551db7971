// An operation reads its request completely before it executes it, so a truncated request
// changes nothing.

import { isPermitted } from '../tree/acl';
import type { JuteReader, JuteWriter } from '../wire/jute';
import type { State } from '../server/state';
import type { Stat } from '../tree/tree';
import type { Watcher } from '../tree/watches';
import { ErrorCode, ZkError } from '../wire/zk-error';

/** The client that sent the request. */
export interface Client extends Watcher {
  readonly sessionId: bigint;
  /** `scheme:id` of the users it has authenticated as, and of its address. */
  readonly identities: ReadonlySet<string>;
}

export interface Context {
  readonly state: State;
  readonly client: Client;
  readonly reply: JuteWriter;
}

/** Executes a request, and writes the reply's body. @throws ZkError */
export type Action = (context: Context) => void;
/** Reads a request. @throws JuteError when it is truncated */
export type Operation = (request: JuteReader) => Action;

export const OpCode = {
  CREATE: 1,
  DELETE: 2,
  EXISTS: 3,
  GET_DATA: 4,
  SET_DATA: 5,
  GET_ACL: 6,
  SET_ACL: 7,
  GET_CHILDREN: 8,
  SYNC: 9,
  GET_CHILDREN_2: 12,
  CHECK: 13,
  MULTI: 14,
  CREATE_2: 15,
  SET_WATCHES: 101,
} as const;

/** @throws ZkError NO_NODE, NO_AUTH */
export function permit(
  { tree }: State,
  { identities }: Client,
  path: string,
  permissions: number,
): void {
  if (!isPermitted(tree.acl(path), identities, permissions)) throw new ZkError(ErrorCode.NO_AUTH);
}

export function writeStat(reply: JuteWriter, stat: Stat): void {
  reply.long(stat.czxid).long(stat.mzxid).long(BigInt(stat.ctime)).long(BigInt(stat.mtime));
  reply.int(stat.version).int(stat.cversion).int(stat.aversion).long(stat.ephemeralOwner);
  reply.int(stat.dataLength).int(stat.numChildren).long(stat.pzxid);
}
