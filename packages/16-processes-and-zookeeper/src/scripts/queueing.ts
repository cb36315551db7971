// Handlers in Node. kill -USR1 PID; kill -USR2 PID: Node makes a note when a signal
// arrives, and runs your function in the next turn of the event loop. So no handler
// interrupts another one, or your own code.

const BUSY_MS = 300;

for (const name of ['SIGUSR2', 'SIGTERM'] as const) {
  process.on(name, () => {
    console.log(`${name} begins`);
    const endsAtMs = performance.now() + BUSY_MS;
    while (performance.now() < endsAtMs); // busy: the event loop does not turn
    console.log(`${name} ends`);
    if (name === 'SIGTERM') process.exit();
  });
}
setInterval(() => undefined, 60_000); // keeps the process alive
console.log(`I am process ${process.pid}; kill -USR2 ${process.pid}; kill ${process.pid}`);
