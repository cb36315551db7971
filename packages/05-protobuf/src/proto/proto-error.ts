// An error in a .proto file, with its line and column (chapter 05).

import { RpcError } from '@bytes-up/protocol';

/** A place in a file. */
export interface Place {
  readonly file: string;
  readonly text: string;
  /** Characters from the start of the text. */
  readonly at: number;
}

export class ProtoError extends RpcError {
  readonly file: string;
  /** Line and column are counted from 1. */
  readonly line: number;
  readonly column: number;
  /** The line, with a caret under the place. */
  readonly picture: string;

  constructor(message: string, { file, text, at }: Place) {
    const { line, column } = lineAndColumn(text, at);
    super('INVALID_ARGUMENT', `${file}:${line}:${column}: ${message}`);
    this.file = file;
    this.line = line;
    this.column = column;
    const shown = (text.split('\n', line).at(-1) ?? '').slice(0, 200).replaceAll(/\s/g, ' ');
    this.picture = `${shown}\n${' '.repeat(Math.min(column - 1, shown.length))}^`;
  }
}

/** `shop.proto:3:11` */
export function formatPlace({ file, text, at }: Place): string {
  const { line, column } = lineAndColumn(text, at);
  return `${file}:${line}:${column}`;
}

/** Counted from 1. */
function lineAndColumn(
  text: string,
  at: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
