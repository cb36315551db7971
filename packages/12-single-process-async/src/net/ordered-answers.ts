// Requests without an id are answered in the order in which they came (clause 7.1), even
// when their handlers finish in another order. Each call takes a place in the queue; an
// answer leaves when all before it have left.

interface Place {
  finished: boolean;
  answer: string | undefined;
}

export class OrderedAnswers {
  readonly #queue: Place[] = [];

  constructor(private readonly emit: (answer: string | undefined) => void) {}

  /** No call is waiting: an answer may leave at once. */
  get idle(): boolean {
    return this.#queue.length === 0;
  }

  /** Takes the next place in the queue. @returns what to call with the answer, once */
  take(): (answer: string | undefined) => void {
    const place: Place = { finished: false, answer: undefined };
    this.#queue.push(place);
    return (answer) => {
      place.finished = true;
      place.answer = answer;
      while (this.#queue[0]?.finished === true) this.emit(this.#queue.shift()?.answer);
    };
  }
}
