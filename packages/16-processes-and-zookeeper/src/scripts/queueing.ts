// Handlers in Node. kill -USR1 PID; kill -USR2 PID: Node takes a note when a signal comes, and runs your function when the event loop
// turns. So no handler is ever inside another one, and none runs while your own code does.

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
setInterval(() => undefined, 60_000); // something to wait for
console.log(`I am process ${process.pid}; kill -USR2 ${process.pid}; kill ${process.pid}`);
