// The demo of chapter 17: a distributed service under load, and everything that happens to one.

import { drawCalls, drawRecoveries, drawRun, LEGEND } from './demo/picture';
import { runFaults } from './demo/run';

/** Milliseconds. */
const PACE = { attemptTimeoutMs: 300, leaveMs: 500 };

async function main(): Promise<void> {
  if (process.platform !== 'linux') {
    console.log(
      `supervised workers are forks: this demo needs Linux, and this is ${process.platform}`,
    );
    return;
  }
  const report = await runFaults(PACE, (line) => console.log(`… ${line}`));
  console.log(`\n${drawRun(report)}\n\n  ${LEGEND}\n`);
  console.log(`${drawRecoveries(report)}\n`);
  console.log(`${drawCalls(report)}\n`);
  console.log(`processes left behind: ${report.leftBehind.length}`);
}

void main();
