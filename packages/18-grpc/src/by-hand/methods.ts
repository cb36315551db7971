// The methods of pi.proto, for the client and the server by hand.

import { PI_REQUEST, PI_RESPONSE, PING_MESSAGE, type Codec } from './message/pi-codec';

/** A method: its path, and the types on both sides. */
export interface Method<Req, Res> {
  readonly path: string;
  readonly request: Codec<Req>;
  readonly response: Codec<Res>;
}

const pi = (name: string): Method<number, number> => ({
  path: `/pi.PiCalculator/${name}`,
  request: PI_REQUEST,
  response: PI_RESPONSE,
});

export const CALC = pi('Calc');
export const CALC_EACH = pi('CalcEach');
export const APPROACH = pi('Approach');
export const MEAN = pi('Mean');
export const PING: Method<string, string> = {
  path: '/pi.PiCalculator/Ping',
  request: PING_MESSAGE,
  response: PING_MESSAGE,
};
