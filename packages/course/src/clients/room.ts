// Each client is a descriptor of this process, and their number is limited.

import { UsageError } from '@bytes-up/protocol';
import { descriptorLimit, roomForConnections } from '@bytes-up/server-kit';

/** @throws UsageError if there are not enough descriptors for this many clients */
export function requireDescriptors(count: number): void {
  const room = roomForConnections();
  if (count <= room) return;
  throw new UsageError(
    `${count} clients need ${count} descriptors, and this process has room for ${room}: ` +
      `it may open ${descriptorLimit()} files (ulimit -n shows and raises that)`,
  );
}
