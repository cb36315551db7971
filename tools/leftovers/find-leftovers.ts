// What a CI run left behind: processes, the ports on which they listen, files in its temp
// folder.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ancestorsOf, livingProcesses, portsOf, processesOf } from '@bytes-up/testkit';

export interface CiRun {
  /** In the environment of all its processes. */
  readonly mark: string;
  /** The process that runs `.ci/run`. */
  readonly pid: number;
  /** The repository's folder. */
  readonly root: string;
  readonly tempFolder: string;
}

/** One line each; empty when all is tidy. */
export function findLeftovers(run: CiRun): string[] {
  return [...leftProcesses(run), ...leftFiles(run.tempFolder)];
}

/**
 * With the run's mark; or, with an environment of their own, from the repository and
 * later than the run.
 */
function leftProcesses({ mark, pid: runner, root }: CiRun): string[] {
  const all = livingProcesses();
  const began = all.find(({ pid }) => pid === runner)?.startedAt ?? Infinity;
  const marked = new Set(processesOf(mark).map(({ pid }) => pid));
  const ours = [
    process.pid,
    ...ancestorsOf(process.pid, new Map(all.map(({ pid, parent }) => [pid, parent]))),
  ];
  return all
    .filter(({ pid }) => !ours.includes(pid))
    .filter(
      ({ pid, command, startedAt }) =>
        marked.has(pid) || (startedAt >= began && command.includes(join(root, '/'))),
    )
    .map(({ pid, command }) => {
      const ports = portsOf(pid);
      const listens = ports.length === 0 ? '' : `, listens on port ${ports.join(', ')}`;
      return `process ${pid}${listens}: ${command.slice(0, 200)}`;
    });
}

/** Caches that jest, Node, lerna and npm keep there on purpose, for the next run. */
const CACHES = /^(jest_|node-compile-cache$|nx-native-file-cache|nx-\d|v8-compile-cache)/;

function leftFiles(tempFolder: string): string[] {
  return readdirSync(tempFolder)
    .filter((name) => !CACHES.test(name))
    .map((name) => `file ${join(tempFolder, name)}`);
}
