// An engine of paper: requests are numbers, the kernel's buffers are lists, and nothing
// happens unless a test says so. It does what ConnectionMachine says, as real engines do.

import { ConnectionMachine, type ConnectionEvent } from '../connection-machine';

const MAX_IN_FLIGHT = 3;
const MAX_UNSENT = 2;
const REQUESTS_PER_TURN = 2;

export class PaperEngine {
  readonly machine = new ConnectionMachine();
  /** Requests that the client has sent, and those that were read and have not begun. */
  readonly #kernel: number[] = [];
  readonly #decoder: number[] = [];
  readonly #inFlight: number[] = [];
  /** Answers that the client has not taken. */
  #unsent = 0;
  #sent = 0;
  #inputEnds = false;
  /** All that were read, answered and refused, in this order. */
  readonly read: number[] = [];
  readonly answered: number[] = [];
  readonly refused: number[] = [];
  /** Phases in the order in which they began. */
  readonly phases: string[] = [];
  /** Requests that were read before the machine began to refuse. */
  readBeforeRefusing = Infinity;

  // What can happen. A step that is impossible now does nothing.
  readonly steps = {
    clientSends: () => void (this.#inputEnds || this.#kernel.push(this.#sent++)),
    clientEnds: () => void (this.#inputEnds = true),
    clientTakesAnswers: () => {
      this.#unsent = 0;
      this.#wake();
    },
    loopReads: () => this.#loopReads(),
    loopTurns: () => {
      if (this.machine.want === 'turn') this.#turn();
    },
    handlerAnswers: () => {
      const [first] = this.#inFlight.splice(0, 1);
      if (first === undefined || this.closed) return;
      if (!this.machine.takesTurns) throw new Error('closes before a call is answered');
      this.#answer(first);
      this.#wake();
    },
    serverStops: () => this.#onlyIn(this.machine.phase === 'serving', 'stop requested'),
    backlogIsRead: () => this.#onlyIn(this.machine.phase === 'refusing', 'backlog read'),
    frameTakesTooLong: () => this.#onlyIn(this.machine.want === 'read', 'frame timeout'),
    clientDoesNotRead: () => this.#onlyIn(this.#unsent > 0, 'write timeout'),
    lastByteLeaves: () =>
      this.#onlyIn(this.machine.phase === 'closing' && this.#unsent === 0, 'shut down'),
    clientStays: () => this.#onlyIn(this.machine.phase === 'lingering', 'linger timeout'),
    graceExpires: () => this.#onlyIn(true, 'cut'),
    connectionBreaks: () => this.#onlyIn(true, 'gone'),
  };

  get closed(): boolean {
    return this.machine.phase === 'closed';
  }

  get #full(): boolean {
    return this.#unsent > MAX_UNSENT || this.#inFlight.length >= MAX_IN_FLIGHT;
  }

  #onlyIn(possible: boolean, event: ConnectionEvent): void {
    if (!possible || this.closed) return;
    this.#report(event);
    this.#wake();
  }

  #report(event: ConnectionEvent): void {
    const begins = this.machine.on(event, event);
    if (begins === undefined) return;
    this.phases.push(begins);
    if (begins === 'refusing') this.readBeforeRefusing = this.read.length;
  }

  #loopReads(): void {
    if (this.machine.want === 'discard') {
      if (this.#kernel.splice(0).length === 0 && this.#inputEnds) this.#report('input ended');
      return;
    }
    if (this.machine.want !== 'read') return;
    if (this.#full || this.#decoder.length > 0) throw new Error('reads what it has no room for');
    const requests = this.#kernel.splice(0, 5);
    this.read.push(...requests);
    this.#decoder.push(...requests);
    if (requests.length > 0) this.#turn();
    else if (this.#inputEnds) this.#onlyIn(true, 'input ended');
  }

  #wake(): void {
    if (this.machine.want !== 'turn') this.#turn();
  }

  #turn(): void {
    if (!this.machine.takesTurns) return;
    for (let n = 0; n < REQUESTS_PER_TURN && !this.#full; n++) {
      const request = this.#decoder.shift();
      if (request === undefined) break;
      if (this.machine.refuses) {
        this.refused.push(request);
        this.#answer(request);
      } else this.#inFlight.push(request);
    }
    if (this.#full) this.#report('full');
    else if (this.#decoder.length > 0) this.#report('yielded');
    else this.#report(this.#inFlight.length > 0 ? 'answering' : 'idle');
  }

  #answer(request: number): void {
    this.answered.push(request);
    this.#unsent++;
  }
}
