// `npm start -- bytes 0d000000 7b22696e223a2270696e67227d`: bytes taken apart, each with its meaning. A frame of ours, RESP
// (chapter 04) or varints (chapter 03).

import { explainFrame, explainVarints, formatSegments, type Segment } from '@bytes-up/codec';
import { Option, type Command } from 'commander';
import type { Context } from '../context';
import { parseHex } from '../hex';
import { lazy } from '../lazy';
import { UsageError } from '../usage-error';

/** The largest frame is 4 MiB; as hex, each byte with a space and a prefix, it takes five times as much. */
const MAX_INPUT_BYTES = 24 * 1024 * 1024;

const FORMATS = ['frame', 'resp', 'varint'] as const;
type Format = (typeof FORMATS)[number];

export function addBytesCommand(program: Command, context: Context): void {
  program
    .command('bytes')
    .description('take a frame apart, byte by byte; or RESP, or varints')
    .argument('<hex...>', 'the bytes as hex, or - to read hex or raw bytes from standard input')
    .addOption(new Option('--as <format>', 'what the bytes are').choices(FORMATS).default('frame'))
    .action(async (hex: string[], { as }: { readonly as: Format }) => {
      const text = hex.join(' ');
      const bytes = text === '-' ? hexOrRaw(await readAll(process.stdin), as) : parseHex(text);
      if (bytes.length === 0)
        throw new UsageError('no bytes came: give hex such as 0d000000 7b22696e223a2270696e67227d');
      const segments = explain(bytes, as);
      context.write(`${formatSegments(segments, { color: context.colors.isColorSupported })}\n`);
      context.finish(segments.some(({ error }) => error !== undefined) ? 1 : 0);
    });
}

function explain(bytes: Uint8Array, as: Format): Segment[] {
  if (as === 'resp') return lazy.resp().explainResp(Buffer.from(bytes));
  return as === 'varint' ? explainVarints(bytes) : explainFrame(bytes);
}

/** Frames have zeros in their length, RESP has CR LF in its lines, and hex has neither: so the input itself says what it is. */
function hexOrRaw(input: Buffer, as: Format): Uint8Array {
  const isRaw = as === 'resp' ? input.includes('\r\n') : input.includes(0);
  return isRaw ? input : parseHex(input.toString('latin1'));
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
