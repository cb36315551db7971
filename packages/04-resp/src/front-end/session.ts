// What one client of the front end has negotiated, and the replies whose form depends on
// it.

import { bulk, type RespPair, type RespValue } from '../value';

export interface Session {
  /** 2, or 3 after HELLO 3. */
  version: 2 | 3;
  readonly id: number;
  /** The name that the client chose with SETNAME; empty by default. */
  name: string;
  /** The connection closes after this command's reply. */
  quits: boolean;
}

export const status = (value: string): RespValue => ({ type: 'simple string', value });
export const integer = (value: number): RespValue => ({ type: 'integer', value: BigInt(value) });

/** An error in Redis' form: one word for programs, and a text, on one line. */
export function failed(text: string): RespValue {
  return { type: 'simple error', value: text.replace(/[\r\n]+$/, '').replaceAll(/[\r\n]/g, ' ') };
}

/** RESP2 has no null type: it sends a bulk string of length −1. */
export function nothing({ version }: Session): RespValue {
  return version === 3 ? { type: 'null', value: null } : bulk(null);
}

/** A map, which RESP2 sends as an array. */
export function pairs(
  { version }: Session,
  members: readonly (readonly [string, RespValue])[],
): RespValue {
  const keyed = members.map(([key, value]): RespPair => [bulk(key), value]);
  return version === 3 ? { type: 'map', value: keyed } : { type: 'array', value: keyed.flat() };
}

/** @returns an error for a name that CLIENT LIST could not show */
export function setName(session: Session, name: Buffer | undefined): RespValue | undefined {
  const text = (name ?? Buffer.alloc(0)).toString('latin1');
  if (!/^[!-~]*$/.test(text))
    return failed('ERR Client names cannot contain spaces, newlines or special characters.');
  session.name = text;
  return undefined;
}

// #region hello
/** `HELLO 3` switches to RESP3, `HELLO 2` back. AUTH and SETNAME may follow. */
export function hello([version, ...options]: readonly Buffer[], session: Session): RespValue {
  const wanted = version?.toString('latin1');
  if (wanted !== undefined && !/^(?:0|-?[1-9]\d{0,17})$/.test(wanted))
    return failed('ERR Protocol version is not an integer or out of range');
  if (wanted !== undefined && wanted !== '2' && wanted !== '3')
    return failed('NOPROTO unsupported protocol version');
  const refusal = takeOptions(options, session);
  if (refusal !== undefined) return refusal;
  if (wanted !== undefined) session.version = wanted === '3' ? 3 : 2;
  return pairs(session, [
    ['server', bulk('redis')], // clients check this word
    ['version', bulk('0.0.0')],
    ['proto', integer(session.version)],
    ['id', integer(session.id)],
    ['mode', bulk('standalone')],
    ['role', bulk('master')],
    ['modules', { type: 'array', value: [] }],
  ]);
}

/** @returns an error if one of them is invalid */
function takeOptions(options: readonly Buffer[], session: Session): RespValue | undefined {
  let user = 'default'; // no password is set for it
  for (let at = 0; at < options.length;) {
    const [option = Buffer.alloc(0), first, second] = options.slice(at, at + 3);
    const name = option.toString('latin1').toUpperCase();
    if (name === 'AUTH' && first !== undefined && second !== undefined) {
      user = first.toString('latin1');
      at += 3;
    } else if (name === 'SETNAME' && first !== undefined) {
      const refusal = setName(session, first);
      if (refusal !== undefined) return refusal;
      at += 2;
    } else return failed(`ERR Syntax error in HELLO option '${option.toString()}'`);
  }
  if (user === 'default') return undefined;
  return failed('WRONGPASS invalid username-password pair or user is disabled.');
}
// #endregion hello
