// Drives the learner's pool with callers, and with connections that are plain objects.

import {
  CaseFailed,
  expectEqual,
  resultOf,
  settled,
  show,
  Watched,
  type Became,
} from '@bytes-up/testkit';

interface Connection {
  readonly isLost: boolean;
  close(): void;
}

interface Options {
  readonly open: () => Promise<Connection>;
  readonly max: number;
  readonly overflow: 'wait' | 'fail';
  readonly maxWaiting: number;
}

interface Pool {
  borrow(signal?: AbortSignal): Promise<Connection>;
  giveBack(connection: Connection): void;
}

export interface Exports {
  Pool: new (options: Options) => Pool;
}

export interface Setting {
  readonly max?: number;
  readonly overflow?: 'wait' | 'fail';
  readonly maxWaiting?: number;
  /** Connections open only when the judge says so; otherwise at once. */
  readonly slow?: boolean;
}

/** A numbered connection, counting from 1. */
class Numbered implements Connection {
  isLost = false;
  timesClosed = 0;

  constructor(readonly number: number) {}

  close(): void {
    this.timesClosed++;
  }
}

/** The error of `open`. */
const REFUSED = Object.assign(new Error('refused'), { code: 'UNAVAILABLE' });

interface Caller {
  readonly controller: AbortController;
  readonly got: Watched<Connection>;
}

interface Opening {
  readonly open: () => void;
  readonly fail: () => void;
}

export class Driver {
  #given: string;
  #pool!: Pool;
  readonly #connections: Numbered[] = [];
  readonly #opening: Opening[] = [];
  readonly #callers = new Map<string, Caller>();

  private constructor(private readonly setting: Setting) {
    const { max = 10, overflow = 'wait', maxWaiting = 10, slow = false } = setting;
    this.#given =
      `max ${max}${overflow === 'fail' ? ", overflow 'fail'" : ''}` +
      `${maxWaiting === 10 ? '' : `, maxWaiting ${maxWaiting}`}` +
      `${slow ? ', opening takes a while' : ''}`;
  }

  static async begin({ Pool }: Exports, setting: Setting): Promise<Driver> {
    const game = new Driver(setting);
    const { max = 10, overflow = 'wait', maxWaiting = 10 } = setting;
    const options = { open: () => game.#open(), max, overflow, maxWaiting };
    game.#pool = await resultOf(game.#given, () => new Pool(options));
    return game;
  }

  async borrow(...callers: string[]): Promise<void> {
    for (const caller of callers) {
      this.#did(`${caller} borrows`);
      await this.#borrow(caller, new AbortController());
    }
    await settled();
  }

  async borrowAborted(caller: string): Promise<void> {
    const controller = new AbortController();
    controller.abort();
    this.#did(`${caller} borrows with a signal that was aborted`);
    await this.#borrow(caller, controller);
  }

  async giveBack(...numbers: number[]): Promise<void> {
    for (const number of numbers) {
      this.#did(`connection ${number} comes back`);
      await resultOf(this.#given, () => this.#pool.giveBack(this.#connection(number)));
    }
    await settled();
  }

  async giveBackStranger(): Promise<void> {
    this.#did('a connection from another pool comes back');
    const stranger = new Numbered(99);
    await resultOf(this.#given, () => this.#pool.giveBack(stranger));
    await settled();
    expectEqual(`${this.#given}; how often it was closed`, 0, stranger.timesClosed);
  }

  /** Both in one turn: none of the pool's promises can run in between. */
  async giveBackAndBorrow(number: number, caller: string): Promise<void> {
    this.#did(`connection ${number} comes back, and at the same moment ${caller} borrows`);
    const controller = new AbortController();
    const got = await Watched.call(this.#given, () => {
      this.#pool.giveBack(this.#connection(number));
      return this.#pool.borrow(controller.signal);
    });
    this.#callers.set(caller, { controller, got });
    await settled();
  }

  /** Both in one turn: none of the pool's promises can run in between. */
  async giveBackAndAbort(number: number, caller: string): Promise<void> {
    this.#did(`connection ${number} comes back, and at the same moment ${caller} is aborted`);
    await resultOf(this.#given, () => {
      this.#pool.giveBack(this.#connection(number));
      this.#caller(caller).controller.abort();
    });
  }

  async lose(number: number): Promise<void> {
    this.#did(`connection ${number} is lost`);
    this.#connection(number).isLost = true;
    await settled();
  }

  async abort(caller: string): Promise<void> {
    this.#did(`${caller} is aborted`);
    this.#caller(caller).controller.abort();
    await settled();
  }

  /** The first connection that was requested is now open. */
  async open(): Promise<void> {
    this.#did('one is open');
    await this.#firstOpening((opening) => opening.open());
  }

  async failToOpen(): Promise<void> {
    this.#did('one cannot be opened');
    await this.#firstOpening((opening) => opening.fail());
  }

  async gets(caller: string, number: number): Promise<void> {
    await this.#is(caller, `connection ${number}`);
  }

  async waits(caller: string): Promise<void> {
    await this.#is(caller, say('pending'));
  }

  async fails(caller: string, expected: { readonly code: string }): Promise<void> {
    await this.#is(caller, say(expected));
  }

  /** With the error of `open`, not with a copy. */
  async failsLikeOpen(caller: string): Promise<void> {
    await this.fails(caller, REFUSED);
    const { error } = this.#caller(caller).got;
    if (error === REFUSED) return;
    const given = `${this.#given}; ${caller}`;
    const expected = 'the error of open, not another one';
    throw new CaseFailed({ given, expected, came: show(error) }, { cause: error });
  }

  /** Either is right, as long as the connection is not lost. */
  async getsOrLeaves(caller: string, number: number): Promise<void> {
    const became = await this.#caller(caller).got.became();
    if (typeof became === 'object' && 'result' in became) await this.giveBack(number);
    else await this.fails(caller, { code: 'CANCELLED' });
  }

  /** How often `open` was called. */
  async opened(expected: number): Promise<void> {
    await settled();
    const came = this.#connections.length + this.#opening.length;
    expectEqual(`${this.#given}; connections that were opened`, expected, came);
  }

  async opening(expected: number): Promise<void> {
    await settled();
    expectEqual(
      `${this.#given}; connections that are being opened`,
      expected,
      this.#opening.length,
    );
  }

  async closed(number: number): Promise<void> {
    await settled();
    const came = this.#connection(number).timesClosed;
    expectEqual(`${this.#given}; how often connection ${number} was closed`, 1, came);
  }

  async #borrow(caller: string, controller: AbortController): Promise<void> {
    const got = await Watched.call(this.#given, () => this.#pool.borrow(controller.signal));
    this.#callers.set(caller, { controller, got });
  }

  async #firstOpening(end: (opening: Opening) => void): Promise<void> {
    await settled();
    const first = this.#opening.shift();
    if (first === undefined) {
      const came = 'open was not called';
      throw new CaseFailed({ given: this.#given, expected: 'a connection to be opened', came });
    }
    end(first);
    await settled();
  }

  async #is(caller: string, expected: string): Promise<void> {
    const { got } = this.#caller(caller);
    const came = say(await got.became(), got.error);
    if (came === expected) return;
    const given = `${this.#given}; ${caller}`;
    throw new CaseFailed({ given, expected, came }, { cause: got.error });
  }

  #did(step: string): void {
    this.#given += `; ${step}`;
  }

  #connection(number: number): Numbered {
    const connection = this.#connections[number - 1];
    if (connection !== undefined) return connection;
    const came = `${this.#connections.length} connections were opened`;
    throw new CaseFailed({ given: this.#given, expected: `connection ${number}`, came });
  }

  #caller(name: string): Caller {
    return this.#callers.get(name) as Caller;
  }

  #open(): Promise<Connection> {
    const make = (): Numbered => {
      const connection = new Numbered(this.#connections.length + 1);
      this.#connections.push(connection);
      return connection;
    };
    if (this.setting.slow !== true) return Promise.resolve(make());
    return new Promise((resolve, reject) => {
      this.#opening.push({ open: () => resolve(make()), fail: () => reject(REFUSED) });
    });
  }
}

/** How a caller's borrow ended, in words. */
function say(became: Became<Connection> | 'an error without a code', error?: unknown): string {
  if (became === 'pending') return 'it is still waiting';
  if (became === 'an error without a code') return `${show(error)}, which has no code`;
  if ('code' in became) return `an error with the code ${became.code}`;
  const { result } = became;
  return result instanceof Numbered ? `connection ${result.number}` : show(result);
}
