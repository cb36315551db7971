// The demo of chapter 16: all scripts with their signals, or one script, to which the
// learner sends the signals.

import { spawn } from 'node:child_process';
import { askBefore, typescriptCommand } from '@bytes-up/testkit';
import { scriptFile } from './demo/script-run';
import { runExample, EXAMPLES, type Example } from './demo/examples';
import { predictions } from './demo/predictions';

const HELP = `usage: demo 16 [--predict] [EXAMPLE [FLAGS...]]

Without a name, all examples run one after the other. With one, its script runs in this
terminal and tells you which signals to send it from another terminal. ctrl-C is SIGINT.
With --predict, all run, and you are asked first what will happen.

examples:
${EXAMPLES.map(({ name, title }) => `  ${name.padEnd(18)}${title}`).join('\n')}

  tree, session and watch take --zookeeper HOST:PORT; without it they start a ZooKeeper of their own.
`;

async function main([name, ...flags]: readonly string[]): Promise<void> {
  if (name === undefined || name === '--predict') await runAll();
  else if (['--list', '--help', '-h'].includes(name)) process.stdout.write(HELP);
  else runOne(name, flags);
}

async function runAll(): Promise<void> {
  const ask = askBefore(predictions);
  for (const example of EXAMPLES) {
    if (example.name === 'signal-handled') await ask('handler-and-sleep');
    if (example.name === 'zombies') await ask('kill-a-zombie');
    if (example.name === 'one-waitpid') await ask('one-waitpid');
    if (example.name === 'watch') await ask('missed-change');
    console.log(`${'─'.repeat(4)} ${example.name}: ${example.title}\n`);
    if (canRun(example)) await runExample(example, (line) => console.log(`  ${line}`));
    else console.log(`  left out: it needs Linux, and this is ${process.platform}`);
    console.log('');
  }
}

function runOne(name: string, flags: readonly string[]): void {
  const example = EXAMPLES.find((each) => each.name === name);
  if (example === undefined) {
    process.stderr.write(`demo 16: unknown example ${name.slice(0, 40)} (see --list)\n`);
    process.exitCode = 2;
    return;
  }
  const [command = '', ...args] = typescriptCommand(scriptFile(name), ...flags);
  const child = spawn(command, args, { stdio: 'inherit' });
  process.on('SIGINT', () => undefined); // ctrl-C also reaches the script, as it should
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal !== null) console.log(`(ended by ${signal})`);
    process.exitCode = code ?? 0;
  });
}

function canRun({ needsLinux }: Example): boolean {
  return !needsLinux || process.platform === 'linux';
}

void main(process.argv.slice(2));
