// A common mistake of people who come from a language with bound methods, such as
// Python: `on('data', this.onData)`.

/** What V8 says when a private member is not there because `this` is another object. */
const NOT_ITS_CLASS =
  /Cannot (?:read|write) private member|Receiver must be (?:an instance of|class)/;
const LOST_THIS =
  'A method that is passed as a callback loses its `this`: instead of `this.onData`, pass ' +
  '`(data) => this.onData(data)`.';

/**
 * A note for the learner, if an exception comes from such a callback.
 * @param error the exception, or what a program printed of it
 */
export function explainLostThis(error: unknown): string | undefined {
  const text = error instanceof TypeError ? `TypeError: ${error.message}` : error;
  return typeof text === 'string' && NOT_ITS_CLASS.test(text) ? LOST_THIS : undefined;
}
