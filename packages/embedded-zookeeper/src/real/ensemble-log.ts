// What the command says about its ensemble while it runs: which member ended, and which
// one leads now.

export class EnsembleLog {
  readonly #ended = new Set<number>();
  #leader: number | undefined;
  #wasLed = false;
  /** When the leader was last known to lead, or ended. */
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
    const without = 2 * left > this.size ? '' : ', no majority: no request is served';
    return `${this.describe(index)}${role}: ${how}; ${left} of ${this.size} members left${without}`;
  }

  /** A member runs again. */
  began(index: number): void {
    this.#ended.delete(index);
  }

  /**
   * @param modes what each member says of itself; undefined for one that does not serve
   * @returns the line about a new leader; undefined when there is none
   */
  seen(modes: readonly (string | undefined)[]): string | undefined {
    // An answer may be older than the end of the member that gave it.
    const leads = (index: number): boolean => modes[index] === 'leader' && !this.#ended.has(index);
    // One that was frozen may still take itself for the leader. The one elected later
    // stays.
    const isSame = this.#leader !== undefined && leads(this.#leader);
    const leader = isSame ? this.#leader : modes.findIndex((_mode, index) => leads(index));
    if (leader === undefined || leader === -1) return undefined;
    const tookMs = Math.round(this.now() - this.#ledUntilMs);
    const isNews = !isSame && this.#wasLed;
    this.#leader = leader;
    this.#wasLed = true;
    this.#ledUntilMs = this.now();
    if (!isNews) return undefined;
    return `${this.describe(leader)} is the leader now, ${tookMs} ms later`;
  }
}
