// A command as bytes. The task: npm start -- exercise 04-command

/** A command as clients send it: an array of bulk strings. */
export function encodeCommand(...words: (string | Buffer)[]): Buffer {
  throw new Error('not written yet: encodeCommand');
}
