// Prints the result of `count`: count.ts WAY THREADS TIMES
import { count, type Way } from '../data-race';

const [, , way = '', threads = '', times = ''] = process.argv;

void count(way as Way, Number(threads), Number(times)).then((counted) => console.log(counted));
