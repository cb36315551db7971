// What a server costs, as Linux accounts for it: the processor time of all of its
// processes.

import { groupMembers, readProc } from '@bytes-up/testkit';

/** Of `times` in /proc, on every Linux that Node runs on (CLK_TCK). */
const MS_PER_TICK = 10;

export interface ProcessorTime {
  readonly userMs: number;
  readonly systemMs: number;
}

/**
 * Of all processes of a group, and of the children that they have reaped: a server that
 * forks for each connection has spent their time too.
 */
export function processorTime(leader: number): ProcessorTime {
  let [user, system] = [0, 0];
  for (const pid of groupMembers(leader)) {
    const stat = readProc(`/proc/${pid}/stat`);
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [utime = 0, stime = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
    user += utime + childrenUser;
    system += stime + childrenSystem;
  }
  return { userMs: user * MS_PER_TICK, systemMs: system * MS_PER_TICK };
}
