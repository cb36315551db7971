// The flags that the distributed server has in addition to those of every server.

import { availableParallelism } from 'node:os';
import { registrationFlags, REGISTRATION_FLAGS } from '@bytes-up/discovery';
import { UsageError, type Address } from '@bytes-up/protocol';
import { type ServerOptions, type ServerSpec } from '@bytes-up/server-kit';

export const FLAGS: Pick<ServerSpec, 'workers' | 'strings' | 'check'> = {
  workers: { default: availableParallelism() },
  strings: {
    ...REGISTRATION_FLAGS,
    store: {
      argument: 'host:port',
      meaning:
        'where `add` and `total` are done, once for all servers; without it they are unknown',
    },
  },
  check: (options) => {
    registrationFlags(options);
    storeFlag(options);
  },
};

/** @throws UsageError */
export function storeFlag({ strings }: Pick<ServerOptions, 'strings'>): Address | undefined {
  const text = strings['store'];
  if (text === undefined) return undefined;
  const [, host, port] = /^([\w.-]{1,255}):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535)
    return { host, port: Number(port) };
  throw new UsageError(`--store: expected host:port, got ${JSON.stringify(text.slice(0, 100))}`);
}
