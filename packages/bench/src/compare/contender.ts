// What takes part in a comparison. A benchmark of any chapter is a list of these.

/** One way of doing the work. All contenders of a comparison must give equal answers. */
export interface Contender<Input, Answer> {
  /** Shown in the table; unique in its comparison. */
  readonly name: string;
  /** Runs once, before anything is measured: start a server, open a connection. */
  setup?(): void | Promise<void>;
  /**
   * The work that is timed. Each call must do all of it again, and must not change the
   * input. Asynchronous work returns a promise; for one input, every call must, or none.
   */
  run(input: Input): Answer | Promise<Answer>;
  /** Runs once at the end if `setup` did not fail, even if another contender failed. */
  teardown?(): void | Promise<void>;
  /** Fewer rounds on some inputs. Undefined means no limit. */
  limit?(inputName: string): RoundLimit | undefined;
}

/** For work that is too slow for every round. */
export interface RoundLimit {
  /**
   * How many rounds it takes part in; 0 leaves it out, and its answer is not compared
   * either.
   */
  readonly rounds: number;
  /** The reason, shown below the table: `takes a minute; --full runs it`. */
  readonly because: string;
}

/** One piece of work for all contenders. */
export interface BenchInput<Input> {
  /** Shown in the table; unique in its comparison. */
  readonly name: string;
  readonly value: Input;
  /** Bytes that one run processes, if the table should show bytes per second. */
  readonly bytes?: number;
  /** Calls that one run makes, if the table should show calls per second. */
  readonly calls?: number;
}
