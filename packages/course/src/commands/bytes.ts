// `npm start -- bytes 0d000000 7b22696e223a2270696e67227d`: decodes bytes, each with its
// meaning. A frame of ours, RESP (chapter 04), protobuf (chapter 05) or varints (chapter
// 03).

import { explainFrame, explainVarints, formatSegments, type Segment } from '@bytes-up/codec';
import type { MessageType } from '@bytes-up/protobuf';
import { Option, type Command } from 'commander';
import type { Context } from '../context';
import { parseHex } from '../hex';
import { lazy } from '../lazy';
import { UsageError } from '@bytes-up/protocol';

/**
 * The largest frame is 4 MiB; as hex, with a space and a prefix for each byte, it is five
 * times as long.
 */
const MAX_INPUT_BYTES = 24 * 1024 * 1024;

const FORMATS = ['frame', 'resp', 'protobuf', 'varint'] as const;

interface BytesOptions {
  readonly as: (typeof FORMATS)[number];
  readonly schema?: string;
  readonly message?: string;
}

export function addBytesCommand(program: Command, context: Context): void {
  program
    .command('bytes')
    .description('decode a frame, byte by byte; or RESP, protobuf, varints')
    .argument('<hex...>', 'the bytes as hex, or - to read hex or raw bytes from standard input')
    .addOption(new Option('--as <format>', 'what the bytes are').choices(FORMATS).default('frame'))
    .option('--schema <file>', 'for protobuf: a .proto file that defines the fields')
    .option('--message <name>', 'for protobuf: which message of that file; default: the first one')
    .action(async (hex: string[], options: BytesOptions) => {
      const { as } = options;
      const text = hex.join(' ');
      const bytes = text === '-' ? hexOrRaw(await readAll(process.stdin), as) : parseHex(text);
      if (bytes.length === 0)
        throw new UsageError(
          'no bytes given: pass hex such as 0d000000 7b22696e223a2270696e67227d',
        );
      const segments = explain(bytes, options);
      context.write(`${formatSegments(segments, { color: context.colors.isColorSupported })}\n`);
      context.finish(segments.some(({ error }) => error !== undefined) ? 1 : 0);
    });
}

function explain(bytes: Uint8Array, { as, schema, message }: BytesOptions): Segment[] {
  if (as !== 'protobuf' && (schema ?? message) !== undefined) {
    throw new UsageError('--schema and --message go with --as protobuf');
  }
  switch (as) {
    case 'resp':
      return lazy.resp().explainResp(Buffer.from(bytes));
    case 'protobuf':
      return lazy.protobuf().explainProtobuf(Buffer.from(bytes), messageType(schema, message));
    case 'varint':
      return explainVarints(bytes);
    case 'frame':
      return explainFrame(bytes);
  }
}

/**
 * @throws UsageError for a file that cannot be read or is invalid, and for a message that
 *   it does not have
 */
function messageType(file: string | undefined, name: string | undefined): MessageType | undefined {
  if (file === undefined && name === undefined) return undefined;
  if (file === undefined) throw new UsageError('--message needs --schema, the file that has it');
  try {
    const schema = lazy.protobuf().loadProto(file);
    const first = name ?? schema.messages.keys().next().value;
    if (first === undefined) throw new Error(`${file} has no message`);
    return schema.message(first);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/**
 * Frames have zeros in their length, RESP has CR LF in its lines, and hex has neither, so
 * the input itself tells what it is.
 */
function hexOrRaw(input: Buffer, as: BytesOptions['as']): Uint8Array {
  const isRaw = {
    frame: () => input.includes(0),
    resp: () => input.includes('\r\n'),
    protobuf: () => !/^[\da-f\\x,\s]*$/i.test(input.toString('latin1')),
    varint: () => input.includes(0),
  };
  return isRaw[as]() ? input : parseHex(input.toString('latin1'));
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
