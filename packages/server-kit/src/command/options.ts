// The flags of a server command, the same for all servers (docs/protocol.md, section 14).

import { DEFAULT_LIMITS, UsageError, type Limits } from '@bytes-up/protocol';
import type { Command, Option } from 'commander';
import type { ChoiceOption, ServerOptions, ServerSpec } from './spec';

/**
 * Loaded only when flags are parsed. A server may start a hundred threads or processes
 * that need the rest of this package, but not commander.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const commander = () => require('commander') as typeof import('commander');

/** The longest time that a flag accepts: the longest timer of Node, 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** A larger body might not fit into one string of V8. */
const MAX_FRAME_BYTES = 256 * 1024 * 1024;

interface LimitFlag {
  readonly limit: keyof Limits;
  readonly flag: string;
  readonly meaning: string;
  readonly min: number;
  readonly max: number;
}

const LIMIT_FLAGS: readonly LimitFlag[] = [
  {
    limit: 'maxFrameBytes',
    flag: '--max-frame-bytes <bytes>',
    meaning: 'largest body of a frame',
    min: 1,
    max: MAX_FRAME_BYTES,
  },
  {
    limit: 'frameTimeoutMs',
    flag: '--frame-timeout-ms <ms>',
    meaning: "from a frame's first byte to its last",
    min: 1,
    max: MAX_TIMER_MS,
  },
  {
    limit: 'idleTimeoutMs',
    flag: '--idle-timeout-ms <ms>',
    meaning: 'close a connection on which nothing happens; 0 means never',
    min: 0,
    max: MAX_TIMER_MS,
  },
  {
    limit: 'writeTimeoutMs',
    flag: '--write-timeout-ms <ms>',
    meaning: 'answers wait and the client reads nothing',
    min: 1,
    max: MAX_TIMER_MS,
  },
  {
    limit: 'graceMs',
    flag: '--grace-ms <ms>',
    meaning: 'from the stop signal to the exit',
    min: 0,
    max: MAX_TIMER_MS,
  },
  {
    limit: 'maxConnections',
    flag: '--max-connections <n>',
    meaning: 'open connections; others wait',
    min: 1,
    max: 1_000_000,
  },
  {
    limit: 'maxInFlight',
    flag: '--max-in-flight <n>',
    meaning: 'calls in flight per connection; others wait',
    min: 1,
    max: 1_000_000,
  },
];

/**
 * Parses the flags of a server command.
 * @param argv the arguments after the script's name
 * @throws UsageError for an unknown flag or a value out of range, and after --help has
 *   been printed
 */
export function parseServerOptions(spec: ServerSpec, argv: readonly string[]): ServerOptions {
  const command = buildCommand(spec);
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof commander().CommanderError)) throw error;
    if (error.exitCode === 0) throw new UsageError('', 0);
    throw new UsageError(
      `${error.message.replace(/^error: /, '').replaceAll('\n', ' ')} (see --help)`,
    );
  }
  const flags = command.opts<Record<string, unknown>>();
  const limits = Object.fromEntries(
    LIMIT_FLAGS.map(({ limit }) => [limit, flags[limit]]),
  ) as Partial<Limits>;
  const options: ServerOptions = {
    host: flags['host'] as string,
    port: flags['port'] as number,
    limits: { ...DEFAULT_LIMITS, ...spec.defaults, ...limits },
    quiet: flags['quiet'] === true,
    trace: flags['trace'] === true,
    testMethods: flags['testMethods'] === true,
    workers: flags['workers'] as number | undefined,
    ...(spec.serviceModule !== undefined && { serviceModule: spec.serviceModule }),
    engine: (flags['engine'] as string | undefined) ?? firstOf(spec),
    choices: Object.fromEntries(
      Object.keys(spec.choices ?? {}).map((name) => [name, flags[name] as string]),
    ),
    strings: Object.fromEntries(
      Object.keys(spec.strings ?? {}).map((name) => [name, flags[name] as string | undefined]),
    ),
  };
  spec.check?.(options);
  return options;
}

function firstOf({ engines }: ServerSpec): string {
  return Object.keys(engines)[0] ?? '';
}

function buildCommand(spec: ServerSpec): Command {
  const { Command, Option } = commander();
  const command = new Command(spec.name)
    .description(spec.summary)
    .helpOption('--help', 'print this')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .addOption(integer('--port <port>', 'port to listen on; 0 picks a free one', 0, 65_535, 0));
  if (spec.workers !== undefined) {
    const { meaning = 'worker processes', default: value } = spec.workers;
    command.addOption(integer('--workers <n>', meaning, 1, 1024, value));
  }
  for (const { limit, flag, meaning, min, max } of LIMIT_FLAGS) {
    const value = spec.defaults?.[limit] ?? DEFAULT_LIMITS[limit];
    command.addOption(integer(flag, meaning, min, max, value));
  }
  for (const [name, { meaning, values }] of Object.entries(choicesOf(spec))) {
    const option = new Option(`--${name} <${values.join('|')}>`, meaning);
    command.addOption(option.choices(values).default(values[0]));
  }
  for (const [name, { meaning, argument, env, default: value }] of Object.entries(
    spec.strings ?? {},
  )) {
    const option = new Option(`--${name} <${argument}>`, meaning).default(value);
    command.addOption(env === undefined ? option : option.env(env));
  }
  return command
    .option('--quiet', 'no log lines')
    .option('--trace', 'print every frame, byte by byte with its meaning, on standard error')
    .option('--test-methods', 'also offer the methods that the conformance suite uses')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
}

/** --engine comes first, if there is more than one engine. */
function choicesOf({ engines, engineMeaning = 'how it serves', choices }: ServerSpec) {
  const [first = '', ...others] = Object.keys(engines);
  if (others.length === 0) return choices ?? {};
  return {
    engine: { meaning: engineMeaning, values: [first, ...others] } satisfies ChoiceOption,
    ...choices,
  };
}

function integer(flag: string, meaning: string, min: number, max: number, value: number): Option {
  const { InvalidArgumentError, Option } = commander();
  return new Option(flag, meaning).default(value).argParser((text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  });
}
