// What takes part in a comparison. A benchmark of any chapter is a list of these.

/** One way of doing the work. All contenders of a comparison must give equal answers. */
export interface Contender<Input, Answer> {
  /** Shown in the table; unique in its comparison. */
  readonly name: string;
  /** Runs once, before anything is measured: start a server, open a connection. */
  setup?(): void | Promise<void>;
  /**
   * The work that is timed. It must do all of it again on each call and must not change
   * the input. Return a promise if the work is asynchronous; a contender is one or the
   * other for each input.
   */
  run(input: Input): Answer | Promise<Answer>;
  /** Runs once at the end if `setup` did not fail, also when another contender failed. */
  teardown?(): void | Promise<void>;
  /** Fewer rounds on some inputs. Undefined means no limit. */
  limit?(inputName: string): RoundLimit | undefined;
}

/** For work so slow that it must not be done in every round. */
export interface RoundLimit {
  /**
   * How many rounds it takes part in; 0 leaves it out, and its answer is not compared
   * either.
   */
  readonly rounds: number;
  /**
   * The reason, shown in the table when it is left out: `takes a minute; --full runs it`.
   */
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
