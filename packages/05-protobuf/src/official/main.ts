// `npm run conformance -w @bytes-up/protobuf`: tests both codecs with the
// official conformance suite.

import { judge } from './judge';
import { downloadLibraries, runnerCommand } from './runner';

async function main(): Promise<number> {
  let command = runnerCommand();
  if (typeof command === 'string') {
    console.log(`${command}; downloading Debian 13's …`);
    try {
      downloadLibraries();
    } catch (error) {
      console.log(`retrying after: ${(error as Error).message}`);
      downloadLibraries();
    }
    command = runnerCommand();
  }
  if (typeof command === 'string') throw new Error(command);
  let worst = 0;
  for (const engine of ['plain', 'fast']) {
    const { code, output } = await judge(command, engine);
    console.log(`the ${engine} codec`);
    console.log(linesOf(output, code === 0));
    worst = Math.max(worst, code ?? 1);
  }
  return worst === 0 ? 0 : 1;
}

/** The result; if it failed, the whole output. */
function linesOf(output: string, passed: boolean): string {
  const lines = output
    .split('\n')
    .filter((line) => !passed || line.startsWith('CONFORMANCE SUITE'));
  return lines.map((line) => `  ${line}`).join('\n');
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`could not run the official conformance suite: ${(error as Error).message}`);
    process.exitCode = 2;
  },
);
