// Paths of nodes: what a name may hold, by the rules of ZooKeeper's PathUtils, and where
// the parent is.

import { ErrorCode, ZkError } from '../wire/zk-error';

/**
 * Control characters, surrogates and private use, and the end of the plane, where U+FFFD
 * is, which bytes that are not UTF-8 are read as. Counted in UTF-16, as Java does.
 */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/;

/**
 * The root, or absolute, with no empty part and no dots.
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
 * What create and delete ask of a path before they look for the parent. The rest of it
 * matters only to a parent that exists.
 *
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
