// npm passes SIGINT and SIGTERM on to what it runs, but not SIGHUP, and at SIGKILL no
// process can. So the course has to notice by itself that npm is gone.

const LOOK_EVERY_MS = 250;

/** Sends this process SIGTERM once the npm that ran `npm start` has ended before it. */
export function endWithNpm(env: NodeJS.ProcessEnv = process.env): void {
  if (env['npm_lifecycle_event'] !== 'start') return;
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return; // an orphan gets another parent: man 2 getppid
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  look.unref();
}
