// The demo of chapter 17: a distributed service under load, with one fault after another.

import { askBefore } from '@bytes-up/testkit';
import { measure, paceFor } from './demo/pace';
import { drawCalls, drawRecoveries, drawRun, LEGEND } from './demo/picture';
import { predictions } from './demo/predictions';
import { brokenPromises, stalls } from './demo/promises';
import { runFaults } from './demo/run';
import { summaryOf } from './demo/summary';

const TOO_SLOW = 'this machine is too slow for this demo';

async function main(): Promise<void> {
  if (process.platform !== 'linux') {
    console.log(
      `supervised workers are forks: this demo needs Linux, and this is ${process.platform}`,
    );
    return;
  }
  const ask = askBefore(predictions);
  await ask('processes-of-a-server');
  await ask('worker-killed');
  await ask('stopped-gently');
  const measured = await measure();
  const [start, slowest] = [measured.startMs, measured.slowestMs].map(Math.round);
  console.log(
    `measured: a server starts in ${start} ms, and a call takes up to ${slowest} ms meanwhile`,
  );
  const pace = paceFor(measured);
  if (pace === undefined) return console.log(TOO_SLOW);
  console.log(
    `so an attempt has ${pace.attemptTimeoutMs} ms, and a session ${pace.sessionMs} ms\n`,
  );

  const report = await runFaults(pace, (line) => console.log(`… ${line}`));
  const broken = brokenPromises(report);
  const stalled = stalls(report);
  if (stalled.length > 0) {
    console.log(`\n${TOO_SLOW}: it was quicker when it was measured\n  ${stalled.join('\n  ')}`);
  } else {
    const summary = summaryOf(report);
    console.log(`\n${drawRun(summary)}\n\n  ${LEGEND}\n`);
    console.log(`${drawRecoveries(summary)}\n`);
    console.log(`${drawCalls(summary)}\n`);
    console.log(`processes left behind: ${report.leftBehind.length}`);
  }
  for (const promise of broken) console.log(`BROKEN  ${promise}`);
  if (broken.length > 0) process.exitCode = 1;
}

void main();
