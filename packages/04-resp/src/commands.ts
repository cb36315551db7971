// The commands that make our service look like a Redis server: enough for redis-cli, redis-benchmark and ordinary clients to
// be content, and RPC, which calls a method of ours.

import { dispatch, type Json, type Service } from '@bytes-up/protocol';
import { bulk, type RespPair, type RespValue } from './value';

/** What one connection has agreed on. */
export interface Session {
  /** 2, or 3 after HELLO 3. */
  version: 2 | 3;
  readonly id: number;
  /** The connection ends after this command's answer. */
  quits: boolean;
}

type Command = (
  words: readonly Buffer[],
  session: Session,
  service: Service,
) => RespValue | Promise<RespValue>;

const OK: RespValue = { type: '+', value: 'OK' };
const status = (value: string): RespValue => ({ type: '+', value });
const integer = (value: number): RespValue => ({ type: ':', value: BigInt(value) });

/** An error as Redis has them: one word that programs look at, and a text. */
export function failed(text: string): RespValue {
  return { type: '-', value: text.replaceAll(/[\r\n]+/g, ' ') };
}

// #region commands
const COMMANDS: Readonly<Record<string, Command>> = {
  PING: ([word]) => (word === undefined ? status('PONG') : bulk(word)),
  ECHO: ([word]) => (word === undefined ? wrongCount('echo') : bulk(word)),
  HELLO: hello,
  RPC: rpc,
  QUIT: (_words, session) => {
    session.quits = true;
    return OK;
  },
  // What clients ask for when they connect, and can do without.
  COMMAND: () => ({ type: '*', value: [] }),
  CLIENT: ([word]) => (String(word).toUpperCase() === 'ID' ? integer(1) : OK),
  CONFIG: (_words, session) => pairs(session, []),
  INFO: () => bulk('# Server\r\nredis_version:0.0.0\r\n'),
  SELECT: ([word]) => (String(word) === '0' ? OK : failed('ERR there is one database, 0')),
};
// #endregion commands

/** Answers one command, which is an array of bulk strings. Never throws, never rejects. */
export async function answerCommand(
  value: RespValue,
  session: Session,
  service: Service,
): Promise<RespValue> {
  const words = wordsOf(value);
  const [name, ...rest] = words ?? [];
  if (name === undefined) return failed('ERR expected a command: an array of bulk strings');
  const command = name.toString('latin1').toUpperCase();
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run === undefined) return failed(`ERR unknown command '${show(name)}'`);
  try {
    return await run(rest, session, service);
  } catch (error) {
    return failed(`ERR ${String(error)}`);
  }
}

// #region rpc
/** `RPC pi 1000` is answered with the result as JSON; an error begins with its code. */
async function rpc([method, params]: readonly Buffer[], _session: Session, service: Service) {
  if (method === undefined) return wrongCount('rpc');
  let value: Json;
  try {
    value = params === undefined ? null : (JSON.parse(params.toString()) as Json);
  } catch {
    return failed('INVALID_ARGUMENT the second word is no JSON');
  }
  const response = await dispatch(service, { in: method.toString(), params: value });
  if (response === undefined) return bulk(null);
  if (response.out !== 'error') return bulk(JSON.stringify(response.result));
  const { code, message } = response.result as { readonly code: string; readonly message: string };
  return failed(`${code} ${message}`);
}
// #endregion rpc

// #region hello
/** `HELLO 3` switches to RESP3, `HELLO 2` back. The answer is a map, which RESP2 writes as an array. */
function hello([version, ...options]: readonly Buffer[], session: Session): RespValue {
  const wanted = version?.toString();
  if (wanted !== undefined && wanted !== '2' && wanted !== '3') {
    return failed('NOPROTO unsupported protocol version');
  }
  if (options.some((word) => word.toString().toUpperCase() === 'AUTH')) {
    return failed('WRONGPASS this server knows no users');
  }
  if (wanted !== undefined) session.version = wanted === '3' ? 3 : 2;
  return pairs(session, [
    ['server', bulk('redis')], // clients look for this word
    ['version', bulk('0.0.0')],
    ['proto', integer(session.version)],
    ['id', integer(session.id)],
    ['mode', bulk('standalone')],
    ['role', bulk('master')],
    ['modules', { type: '*', value: [] }],
  ]);
}

function pairs(
  { version }: Session,
  members: readonly (readonly [string, RespValue])[],
): RespValue {
  const keyed = members.map(([key, value]): RespPair => [bulk(key), value]);
  return version === 3 ? { type: '%', value: keyed } : { type: '*', value: keyed.flat() };
}
// #endregion hello

function wordsOf(value: RespValue): readonly Buffer[] | undefined {
  if (value.type !== '*' || value.value === null) return undefined;
  const words = value.value.flatMap((word) =>
    word.type === '$' && word.value ? [word.value] : [],
  );
  return words.length === value.value.length ? words : undefined;
}

function wrongCount(command: string): RespValue {
  return failed(`ERR wrong number of arguments for '${command}' command`);
}

function show(name: Buffer): string {
  return name.toString('latin1', 0, 40).replaceAll(/[^\x20-\x7e]/g, '.');
}
