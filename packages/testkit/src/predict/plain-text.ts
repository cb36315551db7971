// Turns inline Markdown into plain text, in lines of a given width.

/** `code`, **strong** and [a link](to/a/page.md) without their marks. */
export function stripMarks(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\([^)\s]+\)/g, '$1')
    .replaceAll('**', '')
    .replaceAll(/`([^`]+)`/g, '$1');
}

/** A word that is longer than a line is not split. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
