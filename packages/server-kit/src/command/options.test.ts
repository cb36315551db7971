import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { UsageError } from '@bytes-up/protocol';
import { parseServerOptions, type ServerSpec } from '../index';

const engine = (): Promise<void> => Promise.resolve();
const spec: ServerSpec = { name: 'a-server', summary: 'Serves.', engines: { net: engine } };

const usageError = (argv: string[], of: ServerSpec = spec): UsageError => {
  try {
    parseServerOptions(of, argv);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('expected a UsageError');
};

describe('parseServerOptions', () => {
  it('has a default for everything', () => {
    expect(parseServerOptions(spec, [])).toEqual({
      host: '127.0.0.1',
      port: 0,
      limits: DEFAULT_LIMITS,
      quiet: false,
      trace: false,
      testMethods: false,
      workers: undefined,
      engine: 'net',
      choices: {},
      strings: {},
    });
  });

  it('reads every flag', () => {
    const argv =
      '--host ::1 --port 8080 --workers 3 --max-frame-bytes 1 --frame-timeout-ms 2 --idle-timeout-ms 3' +
      ' --write-timeout-ms 4 --grace-ms 5 --max-connections 6 --max-in-flight 7 --quiet --trace --test-methods';
    expect(parseServerOptions({ ...spec, workers: { default: 10 } }, argv.split(' '))).toEqual({
      host: '::1',
      port: 8080,
      workers: 3,
      engine: 'net',
      limits: {
        ...DEFAULT_LIMITS,
        maxFrameBytes: 1,
        frameTimeoutMs: 2,
        idleTimeoutMs: 3,
        writeTimeoutMs: 4,
        graceMs: 5,
        maxConnections: 6,
        maxInFlight: 7,
      },
      quiet: true,
      trace: true,
      testMethods: true,
      choices: {},
      strings: {},
    });
  });

  it("takes a model's own defaults", () => {
    const options = parseServerOptions(
      { ...spec, workers: { default: 10 }, defaults: { maxConnections: 300 } },
      [],
    );
    expect(options).toMatchObject({
      workers: 10,
      limits: { maxConnections: 300, maxInFlight: 1024 },
    });
  });

  it.each([
    [['--prot', '1'], "unknown option '--prot' (Did you mean --port?) (see --help)"],
    [['--workers', '1'], "unknown option '--workers' (see --help)"],
    [['--port'], "option '--port <port>' argument missing (see --help)"],
    [
      ['--port', '65536'],
      "option '--port <port>' argument '65536' is invalid. Expected a whole number from 0 to 65535. (see --help)",
    ],
    [
      ['--max-in-flight', '0'],
      "option '--max-in-flight <n>' argument '0' is invalid. Expected a whole number from 1 to 1000000. (see --help)",
    ],
    [['surplus'], 'too many arguments. Expected 0 arguments but got 1. (see --help)'],
  ])('%j is a one-line error and exit code 2', (argv, message) => {
    expect(usageError(argv)).toMatchObject({ message, exitCode: 2 });
  });

  it.each(['-1', '1.5', '1e3', '0x10', '', ' 1', 'Infinity'])(
    'does not accept %j as a number',
    (text) => {
      expect(usageError([`--port=${text}`]).exitCode).toBe(2);
    },
  );
});

describe('engines', () => {
  const two: ServerSpec = {
    ...spec,
    engineMeaning: 'what waits',
    engines: { net: engine, epoll: engine },
  };

  it.each([
    [[], 'net'],
    [['--engine', 'epoll', '--port', '1'], 'epoll'],
  ])('%j', (argv, name) => {
    expect(parseServerOptions(two, argv).engine).toBe(name);
  });

  it('accepts no other value', () => {
    expect(usageError(['--engine', 'steam'], two).message).toBe(
      "option '--engine <net|epoll>' argument 'steam' is invalid. Allowed choices are net, epoll. (see --help)",
    );
  });

  it('have no flag if there is only one', () => {
    expect(usageError(['--engine', 'net']).message).toBe("unknown option '--engine' (see --help)");
  });
});

describe('choices', () => {
  const choosing: ServerSpec = {
    ...spec,
    choices: { policy: { meaning: 'which worker', values: ['first', 'last'] } },
  };

  it.each([
    [[], 'first'],
    [['--policy', 'last'], 'last'],
  ])('%j', (argv, policy) => {
    expect(parseServerOptions(choosing, argv).choices).toEqual({ policy });
  });

  it('are flags of only the model that has them', () => {
    expect(usageError(['--policy', 'last']).message).toBe("unknown option '--policy' (see --help)");
  });
});
