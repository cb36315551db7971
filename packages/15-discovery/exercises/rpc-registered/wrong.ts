// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the node is persistent',
    find: 'CreateMode.EPHEMERAL_SEQUENTIAL',
    replace: 'CreateMode.PERSISTENT_SEQUENTIAL',
    caughtBy: 'the node is an ephemeral child of /demo',
  },
  {
    change: 'the entry has the port from the flags',
    find: 'JSON.stringify(address)',
    replace: 'JSON.stringify({ ...address, port: options.port })',
    caughtBy: 'the node is an ephemeral child of /demo',
  },
  {
    change: 'the entry of a server that died stays',
    find: 'exited.then(() => entry.leave())',
    replace: 'exited',
    caughtBy: 'when the server dies',
  },
  {
    change: 'it waits for the registry before it prints the ready line',
    find: '  const ended = exited',
    replace: '  await entry.created;\n  const ended = exited',
    caughtBy: 'it serves without a registry',
  },
  {
    change: 'it does not replace an expired session',
    find: 'if (!this.#hasLeft) this.#client = this.#beginSession();',
    replace: '',
    caughtBy: 'after its session expires',
  },
  {
    change: 'each connection creates a node',
    find: 'if (!exists) this.#create',
    replace: 'if (!exists || exists) this.#create',
    caughtBy: 'after its connection is cut',
  },
  {
    change: 'the server stops before it leaves the registry',
    find: "    await entry.leave();\n    await delay(options.leaveMs);\n    child.kill('SIGTERM');",
    replace:
      "    child.kill('SIGTERM');\n    await delay(options.leaveMs);\n    await entry.leave();",
    caughtBy: 'first the entry is removed',
  },
  {
    change: 'the leave waits for the registry without a limit',
    find: 'if (this.#client.getState() !== State.SYNC_CONNECTED) return;',
    replace:
      "if (this.#client.getState() !== State.SYNC_CONNECTED) await once(this.#client, 'connected');",
    // also when its server dies, if the connection is lost at that moment
    caughtBy: /a registry that is down does not delay the exit|when the server dies/,
  },
  {
    change: 'the program ends and leaves its server behind',
    find: "    child.kill('SIGTERM');\n    await ended;",
    replace: '    void ended;\n    process.exit(0);',
    caughtBy: 'clients that are idle see the end',
  },
  {
    change: 'a missing flag is reported with a stack',
    find: "return fail('which registry? Give --zookeeper HOST:PORT');",
    replace: "return fail(String(new Error('which registry? Give --zookeeper HOST:PORT').stack));",
    caughtBy: 'without --zookeeper it does not start',
  },
  {
    change: 'a server that does not start is reported with a stack',
    find: 'fail((error as Error).message);',
    replace: 'fail(String((error as Error).stack));',
    caughtBy: 'a server that ends before it listens',
  },
];
