// The operations that a client can request, by their operation codes.

import { multi } from './multi';
import { OpCode, type Operation } from './operation';
import {
  exists,
  getAcl,
  getChildren,
  getChildrenAndStat,
  getData,
  setWatches,
  sync,
} from './reads';
import { createPlain, createWithStat, remove, setAcl, setData } from './writes';

// #region table
export const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [OpCode.CREATE, createPlain],
  [OpCode.DELETE, remove],
  [OpCode.EXISTS, exists],
  [OpCode.GET_DATA, getData],
  [OpCode.SET_DATA, setData],
  [OpCode.GET_ACL, getAcl],
  [OpCode.SET_ACL, setAcl],
  [OpCode.GET_CHILDREN, getChildren],
  [OpCode.SYNC, sync],
  [OpCode.GET_CHILDREN_2, getChildrenAndStat],
  [OpCode.MULTI, multi],
  [OpCode.CREATE_2, createWithStat],
  [OpCode.SET_WATCHES, setWatches],
]);
// #endregion table

/** Operations that change the tree: each one takes a zxid, even if it fails. */
export const WRITES: ReadonlySet<number> = new Set([
  OpCode.CREATE,
  OpCode.DELETE,
  OpCode.SET_DATA,
  OpCode.SET_ACL,
  OpCode.MULTI,
  OpCode.CREATE_2,
]);
