// A mistake of those whose language has bound methods: `on('data', this.onData)`.

/** What V8 says when a private member is not there because `this` is another object. */
const NOT_ITS_CLASS =
  /Cannot (?:read|write) private member|Receiver must be (?:an instance of|class)/;
const LOST_THIS =
  'A method that is passed as a callback loses its `this`: instead of `this.onData`, pass ' +
  '`(data) => this.onData(data)`.';

/** A note for the learner, if an exception comes from such a callback. */
export function explainLostThis(error: unknown): string | undefined {
  return error instanceof TypeError && NOT_ITS_CLASS.test(error.message) ? LOST_THIS : undefined;
}
