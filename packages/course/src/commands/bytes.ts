// `npm start -- bytes 0d000000 7b22696e223a2270696e67227d`: a frame taken apart byte by byte, each with its meaning.

import { explainFrame, formatSegments } from '@bytes-up/codec';
import type { Command } from 'commander';
import type { Context } from '../context';
import { parseHex } from '../hex';
import { UsageError } from '../usage-error';

/** The largest frame is 4 MiB; as hex, each byte with a space and a prefix, it takes five times as much. */
const MAX_INPUT_BYTES = 24 * 1024 * 1024;

export function addBytesCommand(program: Command, context: Context): void {
  program
    .command('bytes')
    .description('take a frame apart, byte by byte')
    .argument('<hex...>', 'the bytes as hex, or - to read hex or raw bytes from standard input')
    .action(async (hex: string[]) => {
      const text = hex.join(' ');
      const bytes = text === '-' ? hexOrRaw(await readAll(process.stdin)) : parseHex(text);
      if (bytes.length === 0)
        throw new UsageError('no bytes came: give hex such as 0d000000 7b22696e223a2270696e67227d');
      const segments = explainFrame(bytes);
      context.write(`${formatSegments(segments, { color: context.colors.isColorSupported })}\n`);
      context.finish(segments.some(({ error }) => error !== undefined) ? 1 : 0);
    });
}

/** Frames have zeros in their length, and hex has none: so the input itself says which of both it is. */
function hexOrRaw(input: Buffer): Uint8Array {
  return input.includes(0) ? input : parseHex(input.toString('latin1'));
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Buffer);
    length += bytes.length;
    if (length > MAX_INPUT_BYTES) {
      throw new UsageError(`more than ${MAX_INPUT_BYTES} bytes on standard input: give one frame`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}
