// Random numbers that are the same for the same seed (chapter 20): sfc32 by Chris
// Doty-Humphrey, which passes PractRand. Every part of a simulation has its own
// generator, so that two policies meet the same arrivals.

import type { Random } from '@bytes-up/discovery';

/** Rounds that mix the seed in before the first number. */
const WARM_UP = 15;

/** @param name what the numbers are for: each name has its own sequence */
export function randomOf(seed: number, name: string): Random {
  let [a, b, c, counter] = [hash(name), seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < WARM_UP; round++) next();
  return next;
}

/** A time with an exponential distribution: the gap between two random arrivals. */
export function exponential(mean: number, random: Random): number {
  return -mean * Math.log(1 - random());
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
