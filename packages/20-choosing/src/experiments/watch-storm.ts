// A watch storm (chapter 20): one server of a thousand changes, and every client hears of
// it. How many messages is that? Each client is chapter 15's Directory.

import { Directory } from '@bytes-up/discovery';
import { CountingRegistry, type Traffic } from '../simulation/registry';
import type { Experiment, ExperimentOptions, Finding } from './finding';

const ROOT = '/demo';
/** The list is not read without an event: that would be by the clock of this machine. */
const OPTIONS = { refreshMs: 2 ** 31 - 1 };

export interface WatchOptions {
  readonly servers: number;
  readonly clients: number;
}

/** What happens, and what it costs all clients together. */
export interface Happening {
  readonly what: string;
  readonly traffic: Traffic;
}

// #region watch-storm
export async function simulateWatches({ servers, clients }: WatchOptions): Promise<Happening[]> {
  const registry = new CountingRegistry(ROOT);
  for (let n = 0; n < servers; n++) registry.set(nameOf(n), entryOf(n, 100));
  const directories = Array.from(
    { length: clients },
    () => new Directory(registry.session(), OPTIONS),
  );
  const happenings: Happening[] = [];
  const happens = async (what: string, change: () => void): Promise<void> => {
    change();
    happenings.push({ what, traffic: await registry.take() });
  };
  await happens('all clients start', () => undefined);
  await happens('a server changes its weight', () => registry.set(nameOf(7), entryOf(7, 50)));
  await happens('a server leaves', () => registry.delete(nameOf(7)));
  await happens('a server comes', () => registry.set(nameOf(servers), entryOf(servers, 100)));
  await happens('all clients reconnect', () => registry.reconnect());
  await happens('ten leave at once', () => {
    for (let n = 10; n < 20; n++) registry.delete(nameOf(n));
  });
  for (const directory of directories) directory.close();
  return happenings;
}
// #endregion watch-storm

/** As chapter 15 names them: the mark of its creator, the service, a number. */
function nameOf(n: number): string {
  const number = String(n).padStart(10, '0');
  return `_c_${number.slice(2)}-0000-4000-8000-00${number}-rpc${number}`;
}

function entryOf(n: number, weight: number): object {
  return { host: `10.0.${Math.floor(n / 250)}.${n % 250}`, port: 8080, weight, version: '1.0.0' };
}

const SERVERS = 1_000;

export const watchStorm: Experiment = {
  name: 'watch-storm',
  about: 'one server of a thousand changes: the messages to every client',
  async run({ seed, full, onProgress }: ExperimentOptions): Promise<Finding> {
    const clients = full ? 1_000 : 50;
    onProgress?.(0, 1);
    const happenings = await simulateWatches({ servers: SERVERS, clients });
    return {
      experiment: 'watch-storm',
      seed,
      tables: [
        {
          title: `${SERVERS} servers; counted with ${clients} clients`,
          columns: [
            'what happens',
            'events a client',
            'requests a client',
            'kB a client',
            'messages for 1,000 clients',
          ],
          rows: happenings.map(({ what, traffic: { events, requests, bytes } }) => [
            what,
            events / clients,
            requests / clients,
            bytes / clients / 1_000,
            ((events + 2 * requests) * 1_000) / clients,
          ]),
        },
      ],
      plots: [],
      says: [
        'A change costs each client a few messages: it reads the list again, and only the entries that are new.',
        'The list has all names, so a change costs servers × clients in bytes, however small it is.',
        'When all clients reconnect at once, each reads every entry: a thousand times as many messages.',
      ],
    };
  },
};
