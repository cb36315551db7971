// Requests without an id are answered in the order in which they came (clause 7.1), even when their handlers
// finish in another order. Each call takes a place in the line; an answer leaves when all before it have left.

interface Place {
  finished: boolean;
  answer: Buffer | undefined;
}

export class OrderedAnswers {
  readonly #line: Place[] = [];

  constructor(private readonly emit: (answer: Buffer | undefined) => void) {}

  /** Nobody is waiting: an answer may leave at once. */
  get idle(): boolean {
    return this.#line.length === 0;
  }

  /** Takes the next place in the line. @returns what to call with the answer, once. */
  take(): (answer: Buffer | undefined) => void {
    const place: Place = { finished: false, answer: undefined };
    this.#line.push(place);
    return (answer) => {
      place.finished = true;
      place.answer = answer;
      while (this.#line[0]?.finished === true) this.emit(this.#line.shift()?.answer);
    };
  }
}
