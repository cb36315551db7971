// Keeps one core busy until its stdin closes: its parent closes the pipe, or has ended in
// any way, SIGKILL too.
const { setImmediate } = require('node:timers');
const { performance } = require('node:perf_hooks');

const SLICE_MS = 20;

process.stdin.on('close', () => process.exit(0)).resume();
spin();

function spin() {
  const until = performance.now() + SLICE_MS;
  while (performance.now() < until);
  // Back to the event loop, which sees whether the pipe is closed.
  setImmediate(spin);
}
