import { loadProto, parseProto } from '..';
import { engines } from './engines';
import { countsIn, judge } from './judge';
import { isNewEnough, runnerCommand, runnerFolder } from './runner';
import { respond, type Testee } from './testee';

const command = runnerCommand();
const testWithRunner = typeof command === 'string' ? test.skip : test;
const runner = typeof command === 'string' ? (['false'] as const) : command;

describe('the official runner', () => {
  testWithRunner.each(['plain', 'fast'])(
    'passes the %s codec, with no list of failures (skipped without the runner)',
    async (engine) => {
      const { code, successes, failures, output } = await judge(runner, engine);
      expect({ code, failures, output: failures === 0 ? '' : output }).toEqual({
        code: 0,
        failures: 0,
        output: '',
      });
      expect(successes).toBeGreaterThan(600);
    },
  );

  testWithRunner(
    'fails a codec that drops unknown fields (skipped without the runner)',
    async () => {
      const { code, failures } = await judge(runner, 'dropsUnknown');
      expect(code).not.toBe(0);
      expect(failures).toBeGreaterThan(0);
    },
  );

  test('exits without a result', () => {
    expect(() => countsIn('killed')).toThrow('the runner exited without a result:\nkilled');
  });

  test.each([
    ['2.36', false],
    ['2.38', true],
    ['2.41', true],
    ['3.0', true],
    ['not glibc', false],
  ])('needs glibc 2.38; %s is new enough: %s', (version, enough) => {
    expect(isNewEnough(version)).toBe(enough);
  });
});

describe('the testee', () => {
  const testee: Testee = {
    protocol: loadProto(`${runnerFolder()}/include/conformance/conformance.proto`),
    testMessages: parseProto('syntax = "proto3"; message One { int32 a = 1; }'),
    engine: engines['plain'] as Testee['engine'],
  };
  const ask = (request: object) => {
    const type = testee.protocol.message('conformance.ConformanceRequest');
    return respond(testee, Buffer.from(testee.engine.encode(type, { ...request })));
  };
  const protobufPayload = Buffer.from([8, 150, 1]);
  const requestedOutputFormat = 1;

  test('echoes a message', () => {
    expect(ask({ messageType: 'One', protobufPayload, requestedOutputFormat })).toEqual({
      protobufPayload,
    });
  });

  test('reports why it refuses a message', () => {
    const cut = protobufPayload.subarray(0, 2);
    expect(ask({ messageType: 'One', protobufPayload: cut, requestedOutputFormat })).toEqual({
      parseError: expect.stringContaining('truncated') as string,
    });
  });

  test('skips unsupported features by name', () => {
    expect(ask({ messageType: 'One', jsonPayload: '{}', requestedOutputFormat })).toEqual({
      skipped: 'input that is not binary',
    });
    expect(ask({ messageType: 'One', protobufPayload, requestedOutputFormat: 2 })).toEqual({
      skipped: 'output that is not binary',
    });
    expect(ask({ messageType: 'Two', protobufPayload, requestedOutputFormat })).toEqual({
      skipped: 'Two: proto2 and editions',
    });
  });
});
