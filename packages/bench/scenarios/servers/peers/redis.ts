// The peer: redis-server, which has no "port 0" and no ready line. This takes a free
// port, starts it there, and prints the line when it is ready.

import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address() as AddressInfo;
  probe.close(() => start(port));
});

function start(port: number): void {
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const redis = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  redis.on('exit', (code) => process.exit(code ?? 1));
  process.on('SIGTERM', () => redis.kill('SIGTERM'));
  let log = '';
  redis.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    if (!log.includes('Ready to accept connections')) return;
    log = '';
    console.log(`listening on 127.0.0.1:${port}`);
  });
}
