// Plain text in lines of a width. A word that is longer than a line is cut, or left whole
// if it is a path or a command to be copied.

export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width, true));
}

/** Text from a learner's code: its control characters must not reach the terminal. */
export function wrapVisible(text: string, width: number): string[] {
  return wrap(visible(text), width);
}

/** `\x0e` instead of the character that would change the terminal's alphabet. */
export function visible(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll(/[^\n\P{Cc}]/gu, (character) => {
    if (character === '\r') return '\\r';
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

export function wrapWords(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width, false));
}

function wrapLine(text: string, width: number, cuts: boolean): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    while (cuts && line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

/** A command that is longer than a line is continued in shell syntax. */
export function wrapCommand(command: string, width: number): string[] {
  const lines = wrap(command, width - 2);
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line));
}
