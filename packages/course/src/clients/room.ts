// Each client is a descriptor of this process, and it may have only so many.

import { UsageError } from '@bytes-up/protocol';
import { descriptorLimit, roomForConnections } from '@bytes-up/server-kit';

/** @throws UsageError when there is no room for so many clients */
export function requireDescriptors(count: number): void {
  const room = roomForConnections();
  if (count <= room) return;
  throw new UsageError(
    `${count} clients need ${count} descriptors, and this process has room for ${room}: ` +
      `it may open ${descriptorLimit()} files (ulimit -n shows and raises that)`,
  );
}
