// Paths of nodes: which ones are valid, by the rules of ZooKeeper's PathUtils, and the
// path of the parent.

import { ErrorCode, ZkError } from '../wire/zk-error';

/**
 * Control characters, surrogates, private use characters, and U+FFF0 to U+FFFF. The last
 * range holds U+FFFD, which replaces bytes that are not UTF-8. In UTF-16 code units, as
 * in Java.
 */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/;

/**
 * Accepts the root, and absolute paths without an empty name, `.` or `..`.
 * @throws ZkError BAD_ARGUMENTS
 */
export function checkPath(path: string | null): asserts path is string {
  if (path === '/') return;
  const isGood =
    path !== null &&
    path.startsWith('/') &&
    !FORBIDDEN.test(path) &&
    path
      .split('/')
      .slice(1)
      .every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isGood) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
}

/**
 * What create and delete check before they look up the parent. The rest of the path is
 * checked only if the parent exists.
 * @throws ZkError BAD_ARGUMENTS; MARSHALLING_ERROR for null
 */
export function checkHasParent(path: string | null): asserts path is string {
  checkPresent(path);
  if (!path.includes('/') || path.includes('\0')) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
}

/** @throws ZkError MARSHALLING_ERROR for null, which the real server fails on */
export function checkPresent<T>(value: T | null): asserts value is T {
  if (value === null) throw new ZkError(ErrorCode.MARSHALLING_ERROR);
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
