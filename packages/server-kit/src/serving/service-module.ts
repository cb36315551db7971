// The methods that a server command offers: `ping` and `pi`, or those of your own module.
// The module is named by its path, because a thread can get a path (chapter 09).

import {
  pingAndPi,
  syncTestMethods,
  testMethods,
  type Service,
  type SyncService,
} from '@bytes-up/protocol';
import type { ServeFlags } from './flags';

interface Kinds {
  /** Every handler returns a value. For models that block. */
  sync: SyncService;
  /** A handler may return a promise. */
  async: Service;
}

/**
 * @param flags `serviceModule` is the path of a module that exports `service`
 * @param kind which test methods to add: a `sleep` that blocks, or one that returns a
 *   promise
 * @throws Error if the module exports no `service`
 */
export function serviceFrom<K extends keyof Kinds>(
  { serviceModule, testMethods: offered }: ServeFlags,
  kind: K,
): Kinds[K] {
  const service = serviceModule === undefined ? pingAndPi : serviceOf(serviceModule);
  if (!offered) return service as Kinds[K];
  return { ...service, ...(kind === 'sync' ? syncTestMethods() : testMethods()) } as Kinds[K];
}

function serviceOf(path: string): Service {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only at run time
  const { service } = require(path) as { readonly service?: Service };
  if (service !== undefined) return service;
  throw new Error(`expected ${path} to export "service", a map of method names to handlers`);
}
