// Commands typed by hand. The task: npm start -- exercise 04-inline

/**
 * The words of a line, as Redis splits it.
 * @param line without its line break
 * @throws RpcError INVALID_ARGUMENT for a quote that is not closed, or that is followed
 *   by anything but a space, a tab or the end
 */
export function splitLine(line: Buffer): Buffer[] {
  throw new Error('not written yet: splitLine');
}
