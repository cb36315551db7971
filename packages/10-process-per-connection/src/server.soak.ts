// Five thousand connections in a row, a process for each: afterwards the parent has no
// more children, descriptors or memory than before.

import { readdirSync, readFileSync } from 'node:fs';
import { eventually, groupMembers, zombiesIn } from '@bytes-up/testkit';
import { ServerFixture } from '@bytes-up/testkit';
import { server } from './testing/subject';

const CONNECTIONS = 5_000;
/** Connections before the first measurement, so that V8 has compiled the code. */
const WARM_UP = 500;
const WITHIN_MS = 900_000;
const fixture = new ServerFixture();

afterEach(() => fixture.clear());

test(
  'five thousand connections in a row leave no zombie, no descriptor and no memory',
  async () => {
    const { pid } = await fixture.serve(...server('--quiet'));
    const connect = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n++) (await fixture.served()).close();
      const none = (): boolean => groupMembers(pid).length === 1 && zombiesIn(pid).length === 0;
      expect(await eventually(none, 30_000)).toBe(true);
    };
    await connect(WARM_UP);
    const before = measure(pid);
    const startedAtMs = performance.now();
    await connect(CONNECTIONS);
    const seconds = (performance.now() - startedAtMs) / 1000;
    const after = measure(pid);
    process.stderr.write(
      `${CONNECTIONS} forked connections in ${seconds.toFixed(1)} s; ` +
        `before ${format(before)}; after ${format(after)}\n`,
    );
    expect(after.descriptors).toBe(before.descriptors);
    expect(after.mib).toBeLessThan(before.mib + 8); // uncollected garbage
  },
  WITHIN_MS,
);

interface Measured {
  readonly descriptors: number;
  readonly mib: number;
}

function measure(pid: number): Measured {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, mib: Number(kib) / 1024 };
}

function format({ descriptors, mib }: Measured): string {
  return `${descriptors} descriptors, ${mib.toFixed(1)} MiB resident`;
}
