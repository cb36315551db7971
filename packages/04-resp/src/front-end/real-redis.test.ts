// The same bytes to our front end and to a real Redis, and the same answers. What differs
// on purpose is on the chapter's page.

import fc from 'fast-check';
import { connect, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/testkit';
import { encodeCommand } from '../encode';
import { hasRedis, startRedis, type RealRedis } from '../testing/real-redis';

const LAST_ANSWER = '$13\r\nthat was all.\r\n';
const LAST = encodeCommand('ECHO', 'that was all.');

/**
 * What is answered, and whether the connection was ended; one more command says when it
 * is over.
 */
async function say(where: NetConnectOpts, bytes: Buffer): Promise<string> {
  const socket = connect(where);
  let came = '';
  await new Promise<void>((resolve) => {
    socket.on('error', () => undefined); // a write after the end: 'close' follows
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      came += chunk.toString('latin1');
      if (came.endsWith(LAST_ANSWER)) resolve();
    });
    socket.write(Buffer.concat([bytes, LAST]));
  });
  socket.destroy();
  const isOpen = came.endsWith(LAST_ANSWER);
  const answers = isOpen ? came.slice(0, -LAST_ANSWER.length) : came;
  return `${sameForBoth(answers)}${isOpen ? '' : '(ended)'}`;
}

/**
 * Without what is each server's own: its version, numbers of connections, its words about
 * a broken protocol, and bytes in an error that are not UTF-8.
 */
function sameForBoth(answers: string): string {
  const [, id] = /\$2\r\nid\r\n:(\d+)\r\n/.exec(answers) ?? [];
  return answers
    .replace(/(\$7\r\nversion\r\n)\$\d+\r\n[\d.]+/g, '$1its own')
    .replaceAll(`:${id}\r\n`, ':its number\r\n')
    .replace(/-ERR Protocol error: [^\r]*/, '-ERR Protocol error')
    .replaceAll(/-ERR unknown [^\r]*/g, (error) => Buffer.from(error, 'latin1').toString());
}

const whenThere = hasRedis ? describe : describe.skip;

whenThere('as a real Redis (skipped without redis-server)', () => {
  let ours: StartedServer;
  let redis: RealRedis;

  beforeAll(async () => {
    ours = await launch(typescriptCommand(join(__dirname, '../main.ts')));
    redis = await startRedis('--databases', '1');
  });

  afterAll(async () => {
    await ours.process.stop();
    await redis.stop();
  });

  async function compare(bytes: Buffer): Promise<string> {
    const [our, real] = await Promise.all([
      say(ours.address, bytes),
      say({ path: redis.path }, bytes),
    ]);
    expect(our).toBe(real);
    return real;
  }

  /** A command as words, and typed by hand: both forms. */
  const words = (line: string): Buffer =>
    Buffer.concat([Buffer.from(`${line}\r\n`), encodeCommand(...line.split(' '))]);

  test.each([
    ...['PING', 'ping', 'PING a', 'PING a b', 'ECHO', 'ECHO a', 'ECHO a b', 'eChO a'],
    ...['SELECT', 'SELECT 0', 'SELECT 1', 'SELECT -1', 'SELECT x', 'SELECT 00', 'SELECT 0 1'],
    'SELECT 99999999999999999999',
    ...['CLIENT', 'CLIENT junk', 'CLIENT ID x', 'CLIENT GETNAME', 'CLIENT GETNAME x'],
    ...['CLIENT SETNAME', 'CLIENT SETNAME a b', 'client setname me', 'CLIENT SETNAME é'],
    ...['CONFIG', 'CONFIG GET', 'CONFIG GET nothing', 'CONFIG GET a b', 'CONFIG junk x'],
    ...['INFO junk', 'INFO junk more', 'COMMAND junk', 'COMMAND DOCS nothing', 'COMMAND COUNT x'],
    ...['HELLO', 'HELLO 2', 'HELLO 3', 'HELLO 1', 'HELLO 4', 'HELLO x', 'HELLO 03', 'HELLO +3'],
    ...['HELLO -1', 'HELLO 99999999999999999999', 'HELLO 3 junk', 'hello 3 setname me'],
    ...['HELLO 3 SETNAME', 'HELLO 3 AUTH', 'HELLO 3 AUTH default', 'HELLO 3 AUTH default x'],
    ...['HELLO 3 AUTH nobody x', 'HELLO 3 SETNAME é', 'HELLO 2 AUTH default x SETNAME me junk'],
    ...['QUIT', 'QUIT a b', 'NOSUCH', 'nosuch a b c', `nosuch ${'x'.repeat(200)} y`],
    ...['x'.repeat(200), 'nosuch é', ':1', '+PING', '$4', '-1', '_', ',1', '#t', '%1', '>1', '|1'],
    ...['POST / HTTP/1.1', 'Host: localhost'],
  ])('%s', async (line) => {
    await compare(words(line));
  });

  test.each([2, 3])('what depends on the version, RESP%d', async (version) => {
    const lines = ['CLIENT ID', 'CLIENT GETNAME', 'CLIENT SETNAME me', 'CLIENT GETNAME'];
    const maps = ['CONFIG GET nothing', 'COMMAND DOCS nothing', 'INFO junk', 'PING', 'NOSUCH'];
    const all = [`HELLO ${version}`, ...lines, 'CLIENT SETNAME ""', 'CLIENT GETNAME', ...maps];
    await compare(Buffer.from(`${all.join('\r\n')}\r\n`));
  });

  test.each([
    ...['*0\r\n', '*-1\r\n', '*-5\r\n', '*0\r\n*1\r\n$4\r\nPING\r\n', '\r\n', '\n', '  \t\r\n'],
    ...[
      '*x\r\n',
      '*\r\n',
      '*+1\r\n',
      '*1x\r\n',
      '*99999999999\r\n',
      '*1\r\n:1\r\n',
      '*1\r\n+a\r\n',
    ],
    ...[
      '*1\r\n*1\r\n$4\r\nPING\r\n',
      '*1\r\n$-1\r\n',
      '*1\r\n$x\r\n',
      '*1\r\n$\r\n',
      '*1\r\n$+4\r\n',
    ],
    ...[
      '*1\r\n\r\n',
      '*2\r\n$4\r\nECHO\r\nx\r\n',
      '*1\r\n$600000000\r\n',
      '*2\r\n$4\r\nECHO\r\n$0\r\n\r\n',
    ],
    ...['*1\r\n$0\r\n\r\n', '*2\r\n$4\r\nECHO\r\n$2\r\n\r\n\r\n', '*?\r\n', '*1\r\n$?\r\n'],
    ...['PING\n', 'PING \r\n', '\x0bPING\r\n'],
  ])('%j', async (text) => {
    await compare(Buffer.from(text));
  });

  test.each([
    ['ECHO voilà', '$6\r\nvoil\xc3\xa0\r\n'],
    ['ECHO Россия', `$12\r\n${Buffer.from('Россия').toString('latin1')}\r\n`],
    ["ECHO 'C:\\dir'", '$6\r\nC:\\dir\r\n'],
    ['ECHO foo"bar"', '$6\r\nfoobar\r\n'],
    ['ECHO "a"b', '-ERR Protocol error\r\n(ended)'],
    ["ECHO 'it\\'s' ", "$4\r\nit's\r\n"],
    ['ECHO "\\x41\\q\\\\\\n"', '$4\r\nAq\\\n\r\n'],
    ['ECHO "\\x4"', '$2\r\nx4\r\n'],
    ['ECHO \\x41', '$4\r\n\\x41\r\n'],
    ['ECHO a\x0bb', '$3\r\na\x0bb\r\n'],
    ['ECHO \x0ca\x0c', '$2\r\na\x0c\r\n'],
    ['ECHO a""', '$1\r\na\r\n'],
    ['ECHO ""', '$0\r\n\r\n'],
    ['ECHO "\\', '-ERR Protocol error\r\n(ended)'],
  ])('%s', async (line, answer) => {
    expect(await compare(Buffer.from(`${line}\r\n`))).toBe(answer);
  });

  test('an unknown command with bytes that are not UTF-8', async () => {
    const replaced = (await compare(Buffer.from('q"\\xa4" \xff\r\n', 'latin1'))).match(/\ufffd/g);
    expect(replaced).toHaveLength(2);
  });

  test.each([100, 127, 128, 129])(
    'an unknown command of %d letters, of two bytes each',
    async (n) => {
      const word = `x${'é'.repeat(n)}`.slice(0, n);
      await compare(encodeCommand(word, word));
      await compare(encodeCommand('nosuch', ...word));
      await compare(encodeCommand('CLIENT', word));
    },
  );

  const piece = fc.oneof(
    fc.constantFrom(' ', '\t', '\x0b', '\x0c', '\r', '"', "'", '\\', '\\x', '\\x4', '\\x5A', '\\n'),
    fc.constantFrom(
      'q',
      'z',
      '4',
      'a',
      '\\r',
      '\\t',
      '\\b',
      '\\a',
      '\\"',
      "\\'",
      '""',
      "''",
      ' "',
      '" ',
    ),
  );
  const anyByte = fc.integer({ min: 0x80, max: 0xff }).map((byte) => String.fromCharCode(byte));

  test('any line after ECHO, of any bytes', async () => {
    const line = fc.array(fc.oneof(piece, piece, anyByte), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(line, async (pieces) => {
        await compare(Buffer.from(`ECHO ${pieces.join('')}\r\n`, 'latin1'));
      }),
      { numRuns: 200 },
    );
  });

  test('any line of words, which an unknown command shows one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        await compare(Buffer.from(`q${pieces.join('')}\n`, 'latin1'));
        await compare(Buffer.from(`${pieces.join('')}\r\n`, 'latin1'));
      }),
      { numRuns: 100 },
    );
  });
});
