// Prints the result of `count`: count.ts WAY THREADS TIMES. A process of its own, because
// its threads load TypeScript as the process was told to.

import { count, type Way } from '../data-race';

const [, , way = '', threads = '', times = ''] = process.argv;

void count(way as Way, Number(threads), Number(times)).then((counted) => console.log(counted));
