// How signals are passed through the course to a server.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isZombie, processEntry } from '@bytes-up/testkit';
import { startCourse } from './testing/course';
import { makeRoot } from './testing/make-root';

const MAIN = 'packages/12-single-process-async/src/main.ts';

/**
 * A server that fulfils as much of the contract as these tests check: a ready line with
 * its flags, and a stop on the first signal.
 */
const SERVER = `
process.on('SIGTERM', () => { console.error('got SIGTERM'); process.exit(0); });
process.on('SIGINT', () => { console.error('got SIGINT'); process.exit(0); });
setInterval(() => {}, 1000);
console.log('listening on', process.argv.slice(2).join(' '));
`;

/** A server that ignores signals, with a child that does, too. */
const STUBBORN = `
import { spawn } from 'node:child_process';
process.on('SIGINT', () => console.log('not yet'));
process.on('SIGTERM', () => console.log('not yet'));
const child = spawn(process.execPath, ['-e', "process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up', process.pid)"], { stdio: 'inherit' });
child.once('spawn', () => console.log('started', child.pid));
`;

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops a server, once', async (signal) => {
  const folder = makeRoot({ [MAIN]: SERVER });
  const { child, printed, ended } = startCourse(['serve', '12', '--port', '8080', '--quiet'], {
    root: folder,
  });
  await printed('listening on --port 8080 --quiet');
  child.kill(signal);
  const { code, stderr } = await ended;
  expect(stderr).toBe(`got ${signal}\n`);
  expect(code).toBe(0);
  expect(readFileSync(path.join(folder, 'progress'), 'utf8').split('\n').slice(1, -1)).toEqual([
    expect.stringMatching(/^12-single-process-async served /),
  ]);
});

test('the same signal again at once counts as the same ctrl-C', async () => {
  const folder = makeRoot({
    [MAIN]: `
    let times = 0;
    process.on('SIGINT', () => { if (++times === 1) setTimeout(() => process.exit(0), 400); else process.exit(130); });
    setInterval(() => {}, 1000);
    console.log('listening');`,
  });
  const { child, printed, ended } = startCourse(['serve', '12'], { root: folder });
  await printed('listening');
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

test('signals that come while the course ends do not change its exit code', async () => {
  const folder = makeRoot({
    [MAIN]: `
    process.once('SIGINT', () => { console.log('stopped'); process.exit(0); });
    setInterval(() => {}, 1000);
    require('node:fs').writeFileSync(__dirname + '/pid', String(process.pid));
    console.log('listening');`,
  });
  const { child, printed, ended } = startCourse(['serve', '12'], { root: folder });
  await printed('listening');
  child.kill('SIGINT');
  // Until the server has ended, one that is later than REPEAT_MS is a second signal.
  const pid = Number(readFileSync(path.join(folder, path.dirname(MAIN), 'pid')));
  for (let is = processEntry(pid); is !== undefined && !isZombie(is); is = processEntry(pid)) {
    await new Promise(setImmediate);
  }
  const signalOn = (): void => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    setImmediate(signalOn);
  };
  signalOn();
  expect((await ended).code).toBe(0);
});

test('a second signal kills a server that does not stop, and everything that it started', async () => {
  const folder = makeRoot({ [MAIN]: STUBBORN });
  const started = startCourse(['serve', '12'], { root: folder });
  await started.printed('up');
  started.child.kill('SIGINT');
  await started.printed('not yet');
  started.child.kill('SIGTERM');
  // `ended` waits for the end of the output, which the server's own child shares, so that
  // is gone, too.
  const { code } = await started.ended;
  expect(code).toBe(137);
});
