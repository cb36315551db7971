// The output of `ps`: pid, parent, state (Z is a zombie) and program.

import { spawnSync } from 'node:child_process';

export function showProcesses(...pids: readonly number[]): void {
  const columns = 'pid,ppid,stat,args';
  const ps = spawnSync('ps', ['-o', columns, '-p', pids.join(',')], { encoding: 'utf8' });
  const [title = '', ...lines] = ps.stdout.trimEnd().split('\n');
  if (lines.length === 0) console.log(`  ps: no process ${pids.join(', ')}`);
  else for (const line of [title, ...lines]) console.log(`  ${line.slice(0, 70)}`);
}
