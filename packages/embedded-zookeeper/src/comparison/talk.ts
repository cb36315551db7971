// One server, and the two sessions of a sequence on it. Runs a step, and describes its
// results as lines of text.

import { JuteWriter } from '../wire/jute';
import { RawClient } from './raw-client';
import { answerOf, type Source } from './answer';
import { OP, typeOf } from './grammar';
import type { Ending, Raw, Resume, Step, Who } from './sequence';

/**
 * The xid of a fence: a request sent after others, whose reply means that all earlier
 * replies have arrived.
 */
const FENCE = 0x5e_5e_5e_5e;
const TIMEOUT_MS = 60_000;
/** A server that is silent for this long hangs, even on the busiest machine. */
const SILENCE_MS = 60_000;

interface Session {
  readonly id: bigint;
  readonly password: Buffer;
  client: RawClient;
}

export class Talk implements Source {
  readonly #sessions: Session[] = [];
  readonly #names = new Map<bigint, string>([[0n, 'none']]);
  /** How many requests were sent. */
  requests = 0;

  private constructor(
    private readonly address: string,
    readonly ownNodes: number,
  ) {}

  /** @param ownNodes the server's own nodes below its root: 0, or 1 for the real one */
  static async with(address: string, ownNodes: number): Promise<Talk> {
    const talk = new Talk(address, ownNodes);
    for (let n = 0; n < 2; n++) talk.#sessions.push(await talk.#open());
    return talk;
  }

  nameOf(session: bigint): string {
    return this.#names.get(session) ?? `unknown ${session}`;
  }

  /** The zxid of the last change. */
  async zxid(): Promise<bigint> {
    return (await this.#session(0).client.ask(FENCE, OP.sync, (r) => r.string('/')))?.zxid ?? -1n;
  }

  /** Uses up a zxid, with a write that fails. */
  async burn(): Promise<void> {
    await this.#session(0).client.ask(FENCE, OP.delete, (r) => r.string('/none/none').int(-1));
  }

  /** The root and the names below it, which all sequences share. */
  async root(): Promise<string> {
    const { client } = this.#session(0);
    client.send(new JuteWriter().int(FENCE).int(OP.getChildren2).string('/').bool(false));
    const frame = await client.next();
    return frame === undefined ? 'ended' : answerOf(frame, OP.getChildren2, this).text;
  }

  async do(step: Step): Promise<string[]> {
    const lines =
      step.kind === 'resume' ? await this.#resume(step) : await this.#request(step.who, step);
    // Events that this step caused reach the other session before its next reply.
    const other: Who = step.who === 0 ? 1 : 0;
    lines.push(...(await this.#exchange(other, [])));
    for (const who of [0, 1] as const) {
      if (this.#session(who).client.ended) lines.push(await this.#reconnect(who));
    }
    return lines;
  }

  /** Everything below a path that a client with both passwords may read. */
  async tree(path: string): Promise<string[]> {
    const observer = await this.#open();
    const lines: string[] = [];
    const ask = async (type: number, body: (r: JuteWriter) => JuteWriter): Promise<string> => {
      observer.client.send(body(new JuteWriter().int(1).int(type)));
      const frame = await observer.client.next();
      return frame === undefined ? 'ended' : answerOf(frame, type, this).text;
    };
    for (const name of ['ada:secret', 'bob:pw'])
      await ask(OP.auth, (r) => r.int(0).string('digest').buffer(Buffer.from(name)));
    const paths = [path];
    for (let next = paths.shift(); next !== undefined; next = paths.shift()) {
      const at = next;
      lines.push(`${at}: ${await ask(OP.getData, (r) => r.string(at).bool(false))}`);
      lines.push(await ask(OP.getAcl, (r) => r.string(at)));
      const children = await ask(OP.getChildren, (r) => r.string(at).bool(false));
      lines.push(children);
      const names = JSON.parse(/\[.*/s.exec(children)?.[0] ?? '[]') as string[];
      paths.push(...names.map((name) => `${at}/${name}`));
    }
    await this.#close(observer);
    return lines;
  }

  /** Closes both sessions, so that none expires while another sequence is compared. */
  async end(): Promise<void> {
    for (const session of this.#sessions) await this.#close(session);
  }

  /**
   * The real server may close a connection a moment after its last reply. A session that
   * is still open then is closed on another connection.
   */
  async #close(session: Session): Promise<void> {
    if (await this.#isClosedBy(session.client)) return;
    const { id, password } = session;
    const client = await this.#connect();
    const hello = await client.hello({ session: id, password, timeoutMs: TIMEOUT_MS });
    if (hello !== undefined && hello.session !== 0n) await this.#isClosedBy(client);
    client.socket.destroy();
  }

  async #isClosedBy(client: RawClient): Promise<boolean> {
    let isClosed = false;
    client.send(new JuteWriter().int(FENCE).int(OP.close));
    for (let frame = await client.next(); frame !== undefined; frame = await client.next())
      isClosed ||= frame.int() === FENCE;
    client.socket.destroy();
    return isClosed;
  }

  // #region request
  async #request(who: Who, step: Exclude<Step, Resume>): Promise<string[]> {
    if (step.kind === 'raw') return this.#raw(step);
    if (step.kind === 'ending') return this.#ending(step);
    return this.#exchange(who, [step.body]);
  }

  /**
   * Sends requests and a fence, and reads until the fence's reply, or the end of the
   * connection.
   */
  async #exchange(who: Who, bodies: readonly Buffer[]): Promise<string[]> {
    const { client } = this.#session(who);
    const fence = new JuteWriter().int(FENCE).int(OP.sync).string('/').body();
    this.#write(client, [...bodies, fence]);
    const type = typeOf(bodies[0]);
    const [events, lines]: string[][] = [[], []];
    let isEnding = false; // the real server closes a moment later
    const line = (text: string): void => void lines?.push(`${who}: ${text}`);
    // The events of one change have no defined order.
    const flushEvents = (): void => events?.splice(0).sort().forEach(line);
    for (let frame = await client.next(); frame !== undefined; frame = await client.next()) {
      const answer = answerOf(frame, type, this);
      if (answer.isEvent) events?.push(answer.text);
      else {
        flushEvents();
        if (answer.xid !== FENCE) {
          line(answer.text);
          isEnding ||= answer.isUnknown;
        } else if (answer.error === 0 && !isEnding) return lines ?? [];
      }
    }
    flushEvents();
    line('ended');
    return lines ?? [];
  }

  /**
   * The real server may reject what follows the end, or not reply to it: both are right.
   */
  async #ending({ who, bodies }: Ending): Promise<string[]> {
    const lines = await this.#exchange(who, bodies);
    const end = lines.findIndex((line) => !line.includes(': event '));
    return lines.filter((line, i) => i <= end || line.endsWith(': ended'));
  }

  /**
   * How many replies the real server sends before the end is a race, so they are ignored.
   */
  async #raw({ who, bytes }: Raw): Promise<string[]> {
    const { client } = this.#session(who);
    this.requests++;
    client.socket.end(bytes);
    while ((await client.next()) !== undefined);
    return [`${who}: ended`];
  }

  #write(client: RawClient, bodies: readonly Buffer[]): void {
    this.requests += bodies.length;
    client.socket.write(Buffer.concat(bodies.map((body) => new JuteWriter().bytes(body).frame())));
  }
  // #endregion request

  // #region sessions
  #session(who: Who): Session {
    const session = this.#sessions[who];
    if (session === undefined) throw new Error(`no session ${who}`);
    return session;
  }

  async #connect(): Promise<RawClient> {
    const client = await RawClient.to(this.address);
    client.socket.setTimeout(SILENCE_MS, () => client.socket.destroy());
    return client;
  }

  async #open(): Promise<Session> {
    const client = await this.#connect();
    const hello = await client.hello({ timeoutMs: TIMEOUT_MS });
    if (hello === undefined) throw new Error('no session was opened');
    this.#names.set(hello.session, `session ${this.#names.size}`);
    return { id: hello.session, password: hello.password, client };
  }

  /**
   * After the end of a connection: resumes the session if it still exists, or opens a new
   * one.
   */
  async #reconnect(who: Who): Promise<string> {
    const { id, password } = this.#session(who);
    const client = await this.#connect();
    const hello = await client.hello({ session: id, password, timeoutMs: TIMEOUT_MS });
    if (hello !== undefined && hello.session !== 0n) {
      this.#sessions[who] = { id, password, client };
      return `${who}: resumed, timeout ${hello.timeoutMs} ms`;
    }
    this.#sessions[who] = await this.#open();
    return `${who}: opened a new session`;
  }

  async #resume({ who, change, timeoutMs }: Resume): Promise<string[]> {
    const before = this.#session(who);
    const client = await this.#connect();
    client.send(this.#hello(before, change, timeoutMs));
    if (change === 'a truncated request') client.socket.end();
    const reply = await client.next();
    const left = reply?.left ?? 0;
    reply?.int();
    const granted = reply === undefined ? 'nothing' : `${reply.int()} ms`;
    const id = reply?.long() ?? 0n;
    const lines: string[] = [];
    if (id === 0n) {
      lines.push(`${who}: resume with ${change}: ${granted}, ${left} bytes`);
      while ((await client.next()) !== undefined);
    } else {
      const password = reply?.buffer() ?? Buffer.alloc(0);
      if (!this.#names.has(id)) this.#names.set(id, `session ${this.#names.size}`);
      lines.push(
        `${who}: resume with ${change}: ${granted}, ${left} bytes, ${this.nameOf(id)}`,
        ...(id === before.id ? await this.#untilEnd(who) : await this.#exchange(who, [])),
      );
      if (id !== before.id) await this.#close(before);
      this.#sessions[who] = { id, password, client };
      return lines;
    }
    // The old connection continues or ends: a fence on it shows which.
    return [...lines, ...(await this.#exchange(who, []))];
  }

  async #untilEnd(who: Who): Promise<string[]> {
    const { client } = this.#session(who);
    while ((await client.next()) !== undefined);
    return [`${who}: the old connection ended`];
  }

  #hello({ id, password }: Session, change: Resume['change'], timeoutMs: number): JuteWriter {
    const zxid = change === 'a later zxid' ? 1n << 60n : 0n;
    const session = { 'an unknown session': 12345n, 'a new session': 0n }[change as string] ?? id;
    const shown =
      { 'a wrong password': Buffer.alloc(16, 1), 'a short password': password.subarray(1) }[
        change as string
      ] ?? password;
    const hello = new JuteWriter().int(0).long(zxid).int(timeoutMs).long(session);
    if (change === 'a truncated request') return hello;
    hello.buffer(change === 'no password' ? null : shown);
    if (change === 'an old client') return hello;
    return hello.bool(false).bytes(Buffer.alloc(change === 'extra bytes' ? 9 : 0));
  }
  // #endregion sessions
}
