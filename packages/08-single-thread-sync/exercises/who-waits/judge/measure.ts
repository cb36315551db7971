// The four experiments with the chapter's server. What is measured is the order of
// events, never a time.

import path from 'node:path';
import {
  CaseFailed,
  frame,
  launch,
  LaunchError,
  TestClient,
  typescriptCommand,
  type StartedServer,
} from '@bytes-up/testkit';

const SERVER = typescriptCommand(path.join(__dirname, '../../../src/main.ts'));
const PING = { in: 'ping' };

export interface Measured {
  /** What happened, in order. */
  readonly story: string;
  /** The correct predictions, by name. */
  readonly values: Readonly<Record<string, string>>;
}

/** Notes events in the order in which they happen. */
class Timeline {
  readonly seen: string[] = [];

  note(what: string): void {
    this.seen.push(what);
  }

  /** `A connects, sends; B connects`: consecutive events of a client share its name. */
  get story(): string {
    let story = '';
    let last = '';
    for (const each of this.seen) {
      const [who = '', ...what] = each.split(' ');
      const next = who === last ? `, ${what.join(' ')}` : `; ${each}`;
      story += story === '' ? each : next;
      last = who;
    }
    return story;
  }

  has(what: string): boolean {
    return this.seen.includes(what);
  }

  /** The last of these causes before the event, in the words of the predictions. */
  after(what: string, causes: Readonly<Record<string, string>>): string {
    const at = this.seen.indexOf(what);
    if (at < 0) return 'never';
    const before = this.seen.slice(0, at).reverse();
    const cause = before.find((each) => causes[each] !== undefined);
    return cause === undefined ? 'at once' : (causes[cause] ?? '');
  }
}

/** A client that notes its events on the timeline. */
class Client {
  private constructor(
    readonly name: string,
    private readonly client: TestClient,
    private readonly timeline: Timeline,
  ) {
    client.socket.once('error', () => timeline.note(`${name} is reset`));
    client.socket.once('end', () => timeline.note(`${name} is closed`));
  }

  static async connect(name: string, { address }: StartedServer, on: Timeline): Promise<Client> {
    const client = new Client(name, await TestClient.connect(address), on);
    on.note(`${name} connects`);
    return client;
  }

  get answers(): number {
    return this.client.answers.length;
  }

  async send(): Promise<void> {
    await this.client.send(PING);
    this.timeline.note(`${this.name} sends`);
  }

  async sendHalf(): Promise<void> {
    const bytes = frame(JSON.stringify(PING));
    const half = bytes.subarray(0, bytes.length / 2);
    await new Promise<void>((taken) => this.client.socket.write(half, () => taken()));
    this.timeline.note(`${this.name} sends half a frame`);
  }

  async answered(): Promise<void> {
    const before = this.answers;
    await this.client.receive(before + 1);
    this.timeline.note(`${this.name} is answered`);
  }

  /** Notes the answer when it arrives. */
  listen(): Promise<void> {
    return this.answered().catch(() => undefined);
  }

  async over(): Promise<void> {
    await this.client.end();
    if (!this.client.socket.destroyed) this.client.socket.end();
  }

  leave(): void {
    this.timeline.note(`${this.name} leaves`);
    this.client.close();
  }
}

async function experiment(
  flags: readonly string[],
  run: (server: StartedServer, on: Timeline) => Promise<Measured['values']>,
): Promise<Measured> {
  const timeline = new Timeline();
  const server = await start(flags);
  try {
    const values = await run(server, timeline);
    return { story: timeline.story, values };
  } finally {
    await server.process.stop();
  }
}

async function start(flags: readonly string[]): Promise<StartedServer> {
  try {
    return await launch([...SERVER, ...flags]);
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    const expected = 'the server of chapter 08 to start';
    throw new CaseFailed({ expected, came: error.message });
  }
}

export function measureOneByOne(): Promise<Measured> {
  return experiment([], async (server, on) => {
    const a = await Client.connect('A', server, on);
    await a.send();
    await a.answered();
    const b = await Client.connect('B', server, on);
    await b.send();
    const answerOfB = b.listen();
    const c = await Client.connect('C', server, on);
    await c.send();
    const answerOfC = c.listen();
    // Another answer for A: the server works, and B and C are still waiting.
    await a.send();
    await a.answered();
    a.leave();
    await answerOfB;
    // And one for B, while C waits.
    await b.send();
    await b.answered();
    b.leave();
    await answerOfC;
    c.leave();
    const causes = { 'A leaves': 'after A has left', 'B leaves': 'after B has left' };
    return {
      connectOfB: on.after('B connects', causes),
      sendOfB: on.after('B sends', causes),
      answerOfB: on.after('B is answered', causes),
      answerOfC: on.after('C is answered', causes),
    };
  });
}

export function measureSilent(): Promise<Measured> {
  return experiment([], async (server, on) => {
    const a = await Client.connect('A', server, on);
    const b = await Client.connect('B', server, on);
    await b.send();
    const answerOfB = b.listen();
    await a.send();
    await a.answered();
    a.leave();
    await answerOfB;
    b.leave();
    return {
      answerOfA: on.after('A is answered', { 'B is answered': 'after the answer of B' }),
      answerOfB: on.after('B is answered', { 'A leaves': 'after A has left' }),
    };
  });
}

export function measureHalfFrame(): Promise<Measured> {
  return experiment(['--frame-timeout-ms', '300'], async (server, on) => {
    const a = await Client.connect('A', server, on);
    await a.sendHalf();
    const b = await Client.connect('B', server, on);
    await b.send();
    const answerOfB = b.listen();
    await a.over();
    await answerOfB;
    const closed = a.answers > 0 ? 'with an error as an answer' : 'without an answer';
    b.leave();
    return {
      endOfA: on.has('A is closed') ? `the server closes it, ${closed}` : 'it is reset',
      answerOfB: on.after('B is answered', {
        'A is closed': 'after the connection of A has ended',
      }),
    };
  });
}

export function measureCtrlC(): Promise<Measured> {
  return experiment([], async (server, on) => {
    const a = await Client.connect('A', server, on);
    await a.send();
    await a.answered();
    const b = await Client.connect('B', server, on);
    await b.send();
    on.note('SIGINT comes');
    server.process.signal('SIGINT');
    await Promise.all([a.over(), b.over()]);
    const answered = b.answers > 0;
    const closedB = answered
      ? 'the server answers, and closes it'
      : 'the server closes it, without an answer';
    return {
      endOfA: on.has('A is reset') ? 'it is reset' : 'the server closes it',
      endOfB: on.has('B is reset') ? 'it is reset' : closedB,
    };
  });
}
