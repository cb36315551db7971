// What a run of the load generator in JavaScript counts.

export class Tally {
  calls = 0;
  maxMs = 0;
  latenciesMs: number[] = [];

  reset(): void {
    this.calls = 0;
    this.maxMs = 0;
    this.latenciesMs = [];
  }

  /** From when a call was due to its answer, or to now if it was never sent. */
  record(latencyMs: number): void {
    this.latenciesMs.push(latencyMs);
    if (latencyMs > this.maxMs) this.maxMs = latencyMs;
  }
}
