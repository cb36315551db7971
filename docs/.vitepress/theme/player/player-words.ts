// What the player says besides the run itself.

import type { InEachLanguage } from '../words.js';

interface PlayerWords {
  readonly keys: (title: string) => string;
  readonly listBelow: (title: string) => string;
  readonly listInChapter: (title: string) => string;
  readonly play: string;
  readonly pause: string;
  readonly toStart: string;
  readonly back: string;
  readonly on: string;
  readonly toEnd: string;
  readonly speed: string;
  readonly realTime: string;
  readonly slower: (times: number) => string;
  readonly faster: (times: number) => string;
  readonly nothingYet: string;
  readonly happened: (count: number, all: number, time: string, event: string) => string;
  readonly list: (events: number) => string;
  readonly after: string;
  readonly event: string;
  /** Before the command. */
  readonly recordedOn: (machine: string) => string;
}

export const PLAYER_WORDS: InEachLanguage<PlayerWords> = {
  en: {
    keys: (title) => `${title}. Arrow keys step, the space bar plays.`,
    listBelow: (title) => `${title}. The events are in the list below.`,
    listInChapter: (title) => `${title}. The events are in the list of its chapter.`,
    play: 'Play',
    pause: 'Pause',
    toStart: 'To the start',
    back: 'One step back',
    on: 'One step on',
    toEnd: 'To the end',
    speed: 'Speed',
    realTime: 'real time',
    slower: (times) => `${times} times slower`,
    faster: (times) => `${times} times faster`,
    nothingYet: 'Nothing has happened yet.',
    happened: (count, all, time, event) => `${count} of ${all}: at ${time}, ${event}.`,
    list: (events) => `The ${events} events as a list`,
    after: 'after',
    event: 'what happened',
    recordedOn: (machine) => `Recorded on ${machine}, with`,
  },
  zh: {
    keys: (title) => `${title}。方向键单步，空格键播放。`,
    listBelow: (title) => `${title}。事件见下方列表。`,
    listInChapter: (title) => `${title}。事件见该章的列表。`,
    play: '播放',
    pause: '暂停',
    toStart: '回到开头',
    back: '后退一步',
    on: '前进一步',
    toEnd: '跳到结尾',
    speed: '速度',
    realTime: '实时',
    slower: (times) => `放慢 ${times} 倍`,
    faster: (times) => `加快 ${times} 倍`,
    nothingYet: '还没有发生任何事。',
    happened: (count, all, time, event) => `第 ${count} 个，共 ${all} 个：${time}，${event}。`,
    list: (events) => `以列表显示全部 ${events} 个事件`,
    after: '时刻',
    event: '发生的事',
    recordedOn: (machine) => `录制于 ${machine}，命令：`,
  },
};
