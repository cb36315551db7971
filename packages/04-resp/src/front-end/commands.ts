// The commands that make our service look like a Redis server: enough for redis-cli,
// redis-benchmark and ordinary clients, and RPC, which calls a method of our service. The
// replies are those of Redis: a test sends the same bytes to both.

import { dispatch, type Json, type Response, type Service } from '@bytes-up/protocol';
import { failed, hello, integer, nothing, pairs, setName, status, type Session } from './session';
import { encodeResp } from '../encode';
import { bulk, type RespValue } from '../value';

type Answer = RespValue | undefined;
type Words = readonly Buffer[];

interface Command {
  /** How many arguments the command takes. */
  readonly words: readonly [min: number, max: number];
  readonly run: (words: Words, session: Session, service: Service) => Answer | Promise<Answer>;
}

/** A command with subcommands: the first word says which one. */
interface Group {
  readonly words: Command['words'];
  readonly members: Readonly<Record<string, Command>>;
  /** What it does without a subcommand, where it may be left out. */
  readonly run?: Command['run'];
}

const OK = status('OK');
const PONG = status('PONG');
const NONE: RespValue = { type: 'array', value: [] };
/** Replies that are always the same are encoded once. */
const ENCODED = new Map([OK, PONG, NONE].map((reply) => [reply, encodeResp(reply)]));
const MANY = Infinity;
const command = (min: number, max: number, run: Command['run']): Command => ({
  words: [min, max],
  run,
});

// #region commands
const COMMANDS: Readonly<Record<string, Command | Group>> = {
  PING: command(0, 1, ([word]) => (word === undefined ? PONG : bulk(word))),
  ECHO: command(1, 1, ([word = Buffer.alloc(0)]) => bulk(word)),
  HELLO: command(0, MANY, hello),
  RPC: command(1, 2, rpc),
  QUIT: command(0, MANY, (_words, session) => {
    session.quits = true;
    return OK;
  }),
  // What clients ask for when they connect, and work without.
  SELECT: command(1, 1, select),
  INFO: command(0, MANY, info),
  CLIENT: {
    words: [1, MANY],
    members: {
      ID: command(0, 0, (_words, session) => integer(session.id)),
      GETNAME: command(0, 0, (_words, session) =>
        session.name === '' ? nothing(session) : bulk(session.name),
      ),
      SETNAME: command(1, 1, ([name], session) => setName(session, name) ?? OK),
      SETINFO: command(2, 2, () => OK),
    },
  },
  CONFIG: {
    words: [1, MANY],
    members: { GET: command(1, MANY, (_words, session) => pairs(session, [])) },
  },
  COMMAND: {
    words: [0, MANY],
    run: () => NONE,
    members: {
      COUNT: command(0, 0, () => integer(0)),
      DOCS: command(0, MANY, (_words, session) => pairs(session, [])),
    },
  },
};
// #endregion commands

export function encodeReply(reply: RespValue): Buffer {
  return ENCODED.get(reply) ?? encodeResp(reply);
}

/**
 * A web page can make a browser POST to any port, including this one, with commands in
 * the body. Redis closes such a connection without a reply, and so do we.
 */
const HTTP = ['POST', 'HOST:'];

/**
 * Runs one command, which is an array of bulk strings. Never throws, never rejects.
 * @returns the reply, undefined for none, or a promise of either for a method that is
 *   asynchronous
 */
export function answerCommand(
  value: RespValue,
  session: Session,
  service: Service,
): Answer | Promise<Answer> {
  const words = wordsOf(value);
  const name = words.shift();
  if (name === undefined) return undefined; // an empty array gets no reply
  const key = name.toString('latin1').toUpperCase();
  const found = Object.hasOwn(COMMANDS, key) ? COMMANDS[key] : undefined;
  if (found === undefined && HTTP.includes(key)) {
    session.quits = true;
    return undefined;
  }
  if (found === undefined) return unknown(name, words);
  const failure = (error: unknown): RespValue => failed(`ERR ${String(error)}`);
  try {
    const answer = run(key, found, words, session, service);
    return answer instanceof Promise ? answer.catch(failure) : answer;
  } catch (error) {
    return failure(error);
  }
}

function run(
  name: string,
  found: Command | Group,
  words: Words,
  session: Session,
  service: Service,
) {
  const [min, max] = found.words;
  if (words.length < min || words.length > max) return wrongCount(name);
  const [first, ...others] = words;
  if (!('members' in found) || first === undefined) return found.run?.(words, session, service);
  const key = first.toString('latin1').toUpperCase();
  const member = Object.hasOwn(found.members, key) ? found.members[key] : undefined;
  if (member === undefined)
    return failed(utf8(`ERR unknown subcommand '${shown(first)}'. Try ${name} HELP.`));
  return run(`${name}|${key}`, member, others, session, service);
}

// #region rpc
/** `RPC pi 1000` returns the result as JSON; an error begins with its code. */
function rpc([method, params]: Words, _session: Session, service: Service) {
  let value: Json;
  try {
    value = params === undefined ? null : (JSON.parse(params.toString()) as Json);
  } catch {
    return failed('INVALID_ARGUMENT the second word is not JSON');
  }
  const response = dispatch(service, { in: String(method), params: value });
  return response instanceof Promise ? response.then(rpcReply) : rpcReply(response);
}

function rpcReply(response: Response | undefined): RespValue {
  if (response === undefined) return bulk(null);
  if (response.out !== 'error') return bulk(JSON.stringify(response.result));
  const { code, message } = response.result as { readonly code: string; readonly message: string };
  return failed(`${code} ${message}`);
}
// #endregion rpc

function select([word]: Words): RespValue {
  const text = String(word);
  if (!/^(?:0|-?[1-9]\d{0,8})$/.test(text))
    return failed('ERR value is not an integer or out of range');
  return text === '0' ? OK : failed('ERR DB index is out of range'); // there is only one
}

const SECTIONS = ['server', 'default', 'all', 'everything'];

function info(words: Words, { version }: Session): RespValue {
  const isAsked =
    words.length === 0 || words.some((word) => SECTIONS.includes(String(word).toLowerCase()));
  const text = Buffer.from(isAsked ? '# Server\r\nredis_version:0.0.0\r\n' : '');
  return version === 3 ? { type: 'verbatim string', format: 'txt', value: text } : bulk(text);
}

function wordsOf(value: RespValue): Buffer[] {
  const words: Buffer[] = [];
  for (const word of value.type === 'array' ? (value.value ?? []) : []) {
    if (word.type === 'bulk string' && word.value !== null) words.push(word.value);
  }
  return words;
}

function wrongCount(name: string): RespValue {
  return failed(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
}

/** A reply repeats at most so many bytes of a command. */
const MAX_SHOWN = 128;

/** Counts in bytes, as Redis does: each is one character of these strings (latin1). */
function unknown(name: Buffer, words: Words): RespValue {
  let args = '';
  for (const word of words) {
    if (args.length >= MAX_SHOWN) break;
    args += `'${shown(word, MAX_SHOWN - args.length)}' `;
  }
  const text = `ERR unknown command '${shown(name)}', with args beginning with: ${args}`;
  return failed(utf8(text));
}

/** Up to the first zero byte, where a C string ends. */
function shown(word: Buffer, max = MAX_SHOWN): string {
  const end = word.indexOf(0);
  return word.subarray(0, end < 0 ? undefined : end).toString('latin1', 0, max);
}

/** An error is text: bytes that are not UTF-8 become U+FFFD. Redis sends them as is. */
function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}
