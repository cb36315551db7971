// The demo of chapter 16: every script, poked as a learner would, or one of them for the learner to poke.

import { spawn } from 'node:child_process';
import { typescriptCommand } from '@bytes-up/testkit';
import { scriptFile } from './testing/actor';
import { playScene, SCENES, type Scene } from './testing/scenes';

const HELP = `usage: demo 16 [SCENE [FLAGS...]]

Without a scene all of them are played, one after the other. With one, its script runs in this terminal, and you poke it from
another one: it says how. ctrl-C is SIGINT.

scenes:
${SCENES.map(({ name, title }) => `  ${name.padEnd(18)}${title}`).join('\n')}

  tree, session and watch take --zookeeper HOST:PORT; without it they bring a ZooKeeper along.
`;

async function main([name, ...flags]: readonly string[]): Promise<void> {
  if (name === undefined) await playAll();
  else if (['--list', '--help', '-h'].includes(name)) process.stdout.write(HELP);
  else runOne(name, flags);
}

async function playAll(): Promise<void> {
  for (const scene of SCENES) {
    console.log(`${'─'.repeat(4)} ${scene.name}: ${scene.title}\n`);
    if (canPlay(scene)) await playScene(scene, (line) => console.log(`  ${line}`));
    else console.log(`  left out: it needs Linux, and this is ${process.platform}`);
    console.log('');
  }
}

function runOne(name: string, flags: readonly string[]): void {
  const scene = SCENES.find((each) => each.name === name);
  if (scene === undefined) {
    process.stderr.write(`demo 16: there is no scene ${name.slice(0, 40)}; --list shows them\n`);
    process.exitCode = 2;
    return;
  }
  const [command = '', ...args] = typescriptCommand(scriptFile(name), ...flags);
  const child = spawn(command, args, { stdio: 'inherit' });
  process.on('SIGINT', () => undefined); // ctrl-C reaches the script too, and what it does is the lesson
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal !== null) console.log(`(ended by ${signal})`);
    process.exitCode = code ?? 0;
  });
}

function canPlay({ needsLinux }: Scene): boolean {
  return !needsLinux || process.platform === 'linux';
}

void main(process.argv.slice(2));
