// What the command logs about its ensemble: which member ended, and which one leads now.

export class EnsembleLog {
  readonly #ended = new Set<number>();
  #leader: number | undefined;
  #wasLed = false;
  /** When the last leader was last seen leading, or ended. */
  #ledUntilMs: number;

  /**
   * @param size how many members there are
   * @param describe names one of them, by its index: `process 4711 at 127.0.0.1:2181`
   */
  constructor(
    private readonly size: number,
    private readonly describe: (index: number) => string,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#ledUntilMs = now();
  }

  /**
   * @param how what ended its process: `killed by SIGKILL`, `exit code 1`
   * @returns the line
   */
  ended(index: number, how: string): string {
    this.#ended.add(index);
    const isLeader = index === this.#leader;
    if (isLeader) {
      this.#leader = undefined;
      this.#ledUntilMs = this.now();
    }
    const role = isLeader ? ', the leader' : '';
    const left = this.size - this.#ended.size;
    const majority = 2 * left > this.size ? '' : ', no majority: no request is served';
    return `${this.describe(index)}${role}: ${how}; ${left} of ${this.size} members left${majority}`;
  }

  /** A member was started. */
  started(index: number): void {
    this.#ended.delete(index);
  }

  /**
   * @param modes the mode that each member reports; undefined if it is not serving
   * @returns the line about a new leader; undefined if there is none
   */
  seen(modes: readonly (string | undefined)[]): string | undefined {
    // A mode may have been reported before its member ended.
    const leads = (index: number): boolean => modes[index] === 'leader' && !this.#ended.has(index);
    // A leader that was frozen may still believe that it leads. The one elected later
    // stays.
    const isSame = this.#leader !== undefined && leads(this.#leader);
    const leader = isSame ? this.#leader : modes.findIndex((_mode, index) => leads(index));
    if (leader === undefined || leader === -1) return undefined;
    const tookMs = Math.round(this.now() - this.#ledUntilMs);
    const isNewLeader = !isSame && this.#wasLed;
    this.#leader = leader;
    this.#wasLed = true;
    this.#ledUntilMs = this.now();
    if (!isNewLeader) return undefined;
    return `${this.describe(leader)} is the leader now, ${tookMs} ms later`;
  }
}
