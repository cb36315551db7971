// Runs the demo as a learner does, and computes the expected output by other means.
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { runScript } from '@bytes-up/testkit';
import { MESSAGE, messages } from './demo/message';

function demo(...args: string[]) {
  const env = { ...process.env, BYTES_UP_SUBJECT: '' };
  return runScript(join(__dirname, 'demo.ts'), { args, env });
}

describe('the demo', () => {
  let out = '';

  beforeAll(async () => {
    const { stdout, stderr } = await demo();
    expect(stderr).toBe('');
    out = stdout;
  });

  test('shows one message in every encoding, with its true size and its first bytes', () => {
    const json = Buffer.from(JSON.stringify(MESSAGE));
    const sizes: readonly [string, number][] = [
      ['JSON, length prefix', 4 + json.length],
      ['JSON, line feed', json.length + 1],
      ['JSON, deflated', 1 + deflateRawSync(json).length],
      // two strings with a length byte each, a one-byte zigzag, a double, a boolean, 300
      // in two bytes
      ['by position', 1 + 6 + 1 + 7 + 1 + 8 + 1 + 2],
      ['by position, base64', 36],
    ];
    for (const [name, bytes] of sizes) {
      expect(out).toMatch(new RegExp(`^${name.padEnd(22)} *${bytes}  [0-9a-f]{2} `, 'm'));
    }
    expect(out).toContain('4f 00 00 00 7b 22 69 6e 22 3a 22 72 65 70 6f 72  O...{"in":"repor');
    expect(json.length).toBe(0x4f);
  });

  test('takes a frame apart', () => {
    expect(out).toContain('length 37: unsigned, 32 bits, little-endian');
    expect(out).toContain('request: the method is "ping"');
  });

  test('counts the splits that each reader survives, and reads half and sticky packets from a socket', () => {
    expect(out).toMatch(/one recv for each part +5 of 80\n/);
    expect(out).toMatch(/FrameDecoder +80 of 80\n/);
    expect(out).toMatch(/then in body\n/);
    expect(out).toMatch(/\{"in":"ping"\}; then between frames\n/);
  });

  test('shows varint and zigzag as they are, not as the booklet has them', () => {
    expect(out).toMatch(/ 300 +2c 01 00 00 +ac 02 /);
    expect(out).toMatch(/ 1337 +39 05 00 00 +b9 0a +f2 14 /);
    expect(out).toMatch(/ -1 +ff ff ff ff +ff ff ff ff 0f +01 /);
  });

  test('compresses above the threshold only, and refuses the bomb', () => {
    const small = JSON.stringify(messages(5)).length + 5; // "ø" has two bytes
    expect(out).toMatch(new RegExp(`^ +${small} .* ${small + 1}  as it is$`, 'm'));
    const large = Buffer.from(JSON.stringify(messages(200)));
    const sent = 1 + deflateRawSync(large).length;
    expect(out).toMatch(new RegExp(`^ +${large.length} .* ${sent}  deflated$`, 'm'));
    expect(out).toMatch(/^ +16384 .* 16385 {2}as it is$/m);
    expect(out).toContain('would unpack to 67108864: RESOURCE_EXHAUSTED');
  });

  test('points at the bad byte', () => {
    const [, text = '', caret = ''] = /^(.*h {2}e {2}l {2}l {2}o.*)\n( +\^\^)$/m.exec(out) ?? [];
    expect(text[caret.indexOf('^')]).toBe('h');
    expect(out).toContain('was it sent in network byte order?');
  });

  test('prints no colours when stdout is not a terminal', () => {
    expect(out).not.toContain('\u001b');
  });
});

test('--help explains the demo; any other argument is one line and exit code 2', async () => {
  expect((await demo('--help')).stdout).toMatch(/^usage: /);
  await expect(demo('--fast')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'unknown argument "--fast": the demo takes --predict or nothing (see --help)\n',
  });
});
