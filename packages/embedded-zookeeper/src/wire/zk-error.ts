// ZooKeeper's error codes.

export const ErrorCode = {
  OK: 0,
  MARSHALLING_ERROR: -5,
  UNIMPLEMENTED: -6,
  BAD_ARGUMENTS: -8,
  NO_NODE: -101,
  NO_AUTH: -102,
  BAD_VERSION: -103,
  NO_CHILDREN_FOR_EPHEMERALS: -108,
  NODE_EXISTS: -110,
  NOT_EMPTY: -111,
  SESSION_EXPIRED: -112,
  INVALID_ACL: -114,
  AUTH_FAILED: -115,
} as const;

export class ZkError extends Error {
  override readonly name = 'ZkError';

  constructor(readonly code: number) {
    super(`ZooKeeper error ${code}`);
  }
}
