// Ctrl-Z. A program that reads single keys gets it as a key, and has to stop itself. If
// it stopped alone, npm, which started it, would go on, and the shell would wait for npm
// with a terminal that answers to no key. So the whole foreground group stops.

/**
 * Stops this process, npm, and whatever else is in the foreground group, until they are
 * continued, as by `fg`. If there is no shell to continue them, nothing stops.
 */
export function suspend(): void {
  process.off('SIGTSTP', suspend); // its default action is to stop
  process.kill(0, 'SIGTSTP');
  process.on('SIGTSTP', suspend);
  process.emit('SIGCONT', 'SIGCONT'); // no signal comes if nothing was stopped
}

/** Reads single keys again after a stop, in which the shell has changed the mode. */
export function readKeysAgain(): void {
  const { stdin } = process;
  stdin.setRawMode(false); // it skips a mode that it believes to be set
  stdin.setRawMode(true);
  stdin.resume();
}

/**
 * The menus read their keys by Node's readline, which at ctrl-Z sends SIGTSTP to this
 * process alone, and restores the terminal's mode at SIGCONT.
 */
export function suspendAsGroup(): void {
  if (process.platform === 'win32') return;
  process.on('SIGTSTP', suspend);
}
