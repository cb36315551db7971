import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execv, execve } from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { errorOf } from './testing/tcp';

describeOnLinux('execv and execve', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'posix-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  afterEach(endAllScripts);

  it('return only with an error', () => {
    const file = (name: string, mode: number, text: string): string => {
      writeFileSync(join(folder, name), text, { mode });
      return join(folder, name);
    };
    const none = join(folder, 'none');
    const noProgram = file('no-program', 0o700, 'neither ELF nor #!\n');
    const noPermission = file('no-permission', 0o600, '#!/bin/sh\n');
    const huge = 'x'.repeat(256 * 1024);
    const table: [() => unknown, string][] = [
      [() => execve(none, ['none'], {}), `execve(${none}): ENOENT, No such file or directory`],
      [() => execve(noProgram, ['x'], {}), `execve(${noProgram}): ENOEXEC, Exec format error`],
      [() => execve(noPermission, ['x'], {}), `execve(${noPermission}): EACCES, Permission denied`],
      [
        () => execve('/bin/true', ['true', huge], {}),
        'execve(/bin/true): E2BIG, Argument list too long',
      ],
      [
        () => execve('/bin/true', ['true'], { huge }),
        'execve(/bin/true): E2BIG, Argument list too long',
      ],
      [() => execv(noProgram, ['x']), `execv(${noProgram}): ENOEXEC, Exec format error`],
      [() => execv(`${noProgram}/x`, ['x']), `execv(${noProgram}/x): ENOTDIR, Not a directory`],
    ];
    expect(table.map(([call]) => errorOf(call).message)).toEqual(table.map(([, text]) => text));
  });

  it('pass the arguments and the environment', async () => {
    const script = startScript('exec-env');
    expect(await script.rest()).toEqual(['one two, ONLY=this']);
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });
});
