// The access control list (ACL) of a node. An entry grants permissions to everyone
// (`world:anyone`), to clients that have authenticated with a name and a password
// (`digest`), or to clients with a certain address (`ip`).

import { createHash } from 'node:crypto';
import { isAddressRange, isInRange } from './address-range';
import type { JuteReader } from '../wire/jute';
import { checkPresent } from './path';
import { ErrorCode, ZkError } from '../wire/zk-error';

export interface Acl {
  readonly perms: number;
  readonly scheme: string;
  readonly id: string;
}

export const Permission = { READ: 1, WRITE: 2, CREATE: 4, DELETE: 8, ADMIN: 16 } as const;

/** An entry in a request, where a string may be null. */
export interface RequestedAcl {
  readonly perms: number;
  readonly scheme: string | null;
  readonly id: string | null;
}

export function readAcls(request: JuteReader): RequestedAcl[] {
  const read = (): RequestedAcl => ({
    perms: request.int(),
    scheme: request.stringOrNull(),
    id: request.stringOrNull(),
  });
  return request.vectorOrNull(read) ?? [];
}

/**
 * The most entries of a node's ACL, a tenth of what a frame can hold: an `auth` stands
 * for all users of a client, so a short request could ask for a list without end.
 */
const MAX_ENTRIES = 8_192;

/**
 * The ACL that a node gets. An entry that is given twice is kept once. `auth` stands for
 * the users that the client has authenticated as.
 * @throws ZkError INVALID_ACL, also for a list that is too long; MARSHALLING_ERROR for a
 *   null that the real server fails on
 */
export function grantedAcl(
  requested: readonly RequestedAcl[],
  identities: ReadonlySet<string>,
): Acl[] {
  const granted: Acl[] = [];
  const users = [...identities].filter((identity) => identity.startsWith('digest:'));
  for (const { perms, scheme, id } of withoutRepeats(requested)) {
    if (granted.length > MAX_ENTRIES) throw new ZkError(ErrorCode.INVALID_ACL);
    if (scheme === 'auth') {
      if (users.length === 0) throw new ZkError(ErrorCode.INVALID_ACL);
      granted.push(...users.map((user) => ({ perms, scheme: 'digest', id: idOf(user) })));
      continue;
    }
    const isValid = VALID_ID.get(scheme ?? '');
    if (isValid === undefined) throw new ZkError(ErrorCode.INVALID_ACL);
    checkPresent(id);
    if (scheme === null || !isValid(id)) throw new ZkError(ErrorCode.INVALID_ACL);
    granted.push({ perms, scheme, id });
  }
  if (granted.length === 0) throw new ZkError(ErrorCode.INVALID_ACL);
  return granted;
}

const VALID_ID: ReadonlyMap<string, (id: string) => boolean> = new Map([
  ['world', (id) => id === 'anyone'],
  ['digest', isDigestId],
  ['ip', isAddressRange],
]);

/** `digest:name:hash` without the scheme. */
function idOf(identity: string): string {
  return identity.slice(identity.indexOf(':') + 1);
}

/**
 * Takes linear time, because a list can be as long as its frame allows: each entry is
 * looked up by its keys, not compared with all others. The real server fails when it
 * compares a null.
 */
function withoutRepeats(requested: readonly RequestedAcl[]): RequestedAcl[] {
  const seen = new Set<string>();
  return requested.filter(({ perms, scheme, id }) => {
    const keys = [[perms], [perms, scheme], [perms, scheme, id]].map((key) => JSON.stringify(key));
    const [samePerms, sameScheme, same] = keys.map((key) => seen.has(key));
    if ((scheme === null && samePerms) || (id === null && sameScheme)) checkPresent(null);
    for (const key of keys) seen.add(key);
    return !same;
  });
}

/** `name:hash`, where the hash is not empty. Trailing colons are ignored. */
function isDigestId(id: string): boolean {
  const parts = id.replace(/:+$/, '').split(':');
  return parts.length === 2;
}

/** @param permissions any one of them is enough */
export function isPermitted(
  acl: readonly Acl[],
  identities: ReadonlySet<string>,
  permissions: number,
): boolean {
  const addresses = [...identities].filter((identity) => identity.startsWith('ip:'));
  const isFor = ({ scheme, id }: Acl): boolean => {
    if (scheme === 'world') return true;
    if (scheme !== 'ip') return identities.has(`${scheme}:${id}`);
    return addresses.some((address) => isInRange(idOf(address), id));
  };
  return acl.some((entry) => (entry.perms & permissions) !== 0 && isFor(entry));
}

/** The list for a client that may not change it: the hashes of passwords are masked. */
export function maskedAcl(acl: readonly Acl[]): Acl[] {
  return acl.map((entry) =>
    entry.scheme === 'digest' ? { ...entry, id: entry.id.replace(/:.*/g, ':x') } : entry,
  );
}

/**
 * The identity of a user who has authenticated with `name:password`. The password itself
 * is not stored.
 */
export function digestIdentity(credentials: string): string {
  const [name = ''] = credentials.split(':', 1);
  return `digest:${name}:${createHash('sha1').update(credentials).digest('base64')}`;
}
