// The judge's program around the learner's module. Its arguments are the learner's file,
// a server and a registry, followed by --host and --port. At SIGTERM it stops the first
// server, and keeps the second one.

interface Registered {
  readonly startRegistered: (options: object) => Promise<{
    readonly address: { readonly host: string; readonly port: number };
    readonly registered: Promise<void>;
    readonly ended: Promise<void>;
    stop(): Promise<void>;
  }>;
}

const [file = '', server = '', zookeeper = ''] = process.argv.slice(2);
void main();

async function main(): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  const { startRegistered } = require(file) as Registered;
  console.error('imported');
  const times = { sessionMs: 3_600_000, leaveMs: 0 };
  const options = { server, host: '127.0.0.1', port: 0, zookeeper, ...times };
  const first = await startRegistered(options);
  const second = await startRegistered(options);
  process.once('SIGTERM', () => {
    void first.stop().then(() => console.error('stopped'));
  });
  void first.ended.then(() => console.error('ended'));
  console.log(`listening on ${second.address.host}:${second.address.port}`);
  await Promise.all([first.registered, second.registered]);
  console.error('registered');
}
