// What the player says of a recorded run. The recording itself has names and numbers.

import { legendOf, stepLetter, type Step } from '../../../packages/testkit/src/picture/timeline.js';
import { languageOf, type Language } from './languages.js';

export interface RunWords {
  readonly clients: {
    readonly title: (clients: number) => string;
    /** What a step is, as one says it, with the system call that returned. */
    readonly step: (step: Step, note: string | undefined) => string;
    readonly legend: (steps: readonly Step[]) => string;
  };
  readonly faults: {
    readonly title: string;
    readonly server: (letter: string) => string;
    readonly retried: string;
    readonly lost: string;
    readonly legend: string;
    readonly fault: (number: number) => string;
    readonly lastFailure: (attempts: number, afterMs: number) => string;
    readonly listRight: (afterMs: number) => string;
  };
}

const STEPS: Readonly<Record<Step, string>> = {
  connected: 'is connected: its connect returns',
  sent: 'has sent its request: its send returns',
  'half sent': 'has sent half a frame: its send returns',
  accepted: 'is served: the server logs “opened”',
  answered: 'has its answer: its recv returns',
  refused: 'is refused with UNAVAILABLE',
  broken: 'receives what is no answer of the protocol',
  ended: 'is closed by the server: its recv returns 0',
  reset: 'is reset: its recv fails with ECONNRESET',
  'not connected': 'cannot connect',
  left: 'leaves: it calls close',
};

const STEPS_ZH: Readonly<Record<Step, readonly [short: string, said: string]>> = {
  connected: ['已连接', '已连接：connect 返回'],
  sent: ['请求已发出', '发出了请求：send 返回'],
  'half sent': ['发出半帧', '发出了半个帧：send 返回'],
  accepted: ['', '开始得到服务：服务器日志记下“opened”'],
  answered: ['收到应答', '收到了应答：recv 返回'],
  refused: ['被拒绝', '被拒绝，错误码 UNAVAILABLE'],
  broken: ['不合协议', '收到的不是协议规定的应答'],
  ended: ['被服务器关闭', '被服务器关闭：recv 返回 0'],
  reset: ['被重置', '连接被重置：recv 以 ECONNRESET 失败'],
  'not connected': ['无法连接', '无法连接'],
  left: ['离开', '离开：调用 close'],
};

const RUN_WORDS: Readonly<Record<Language, RunWords>> = {
  en: {
    clients: {
      title: (clients) =>
        `${clients} clients of one server, from the first connection to the last close`,
      step: (step, note) =>
        note === undefined ? STEPS[step] : STEPS[step].replace('served', `served by ${note}`),
      legend: (steps) => {
        // What follows the letters is what the terminal draws between them.
        const [letters = ''] = legendOf(steps).split('    ');
        return `${letters.replaceAll('  ', ', ')}. A thin line: it waits. A bar: it is served.`;
      },
    },
    faults: {
      title: 'Three servers under load, and one fault after another',
      server: (letter) => `server ${letter}`,
      retried: 'retried attempts',
      lost: 'lost calls',
      legend:
        'Bars: calls that each server answered, the stronger the more. Retried: attempts that another one followed. Lost: calls that failed. Numbers: the faults.',
      fault: (number) => `fault ${number}:`,
      lastFailure: (attempts, afterMs) =>
        `the last of ${attempts === 1 ? '1 attempt' : `${attempts} attempts`} fails, ${afterMs} ms after it`,
      listRight: (afterMs) => `the client’s list is right, ${afterMs} ms after it`,
    },
  },
  zh: {
    clients: {
      title: (clients) => `${clients} 个客户端与一个服务器，从第一次连接到最后一次关闭`,
      step: (step, note) =>
        note === undefined ? STEPS_ZH[step][1] : `${STEPS_ZH[step][1]}（${note}）`,
      legend: (steps) => {
        const letters = [...new Set(steps)].flatMap((step) =>
          stepLetter(step) === '' ? [] : [`${stepLetter(step)} ${STEPS_ZH[step][0]}`],
        );
        return `${letters.join('，')}。细线：等待；粗条：正在得到服务。`;
      },
    },
    faults: {
      title: '三台服务器在负载之下，故障接连发生',
      server: (letter) => `服务器 ${letter}`,
      retried: '重试的尝试',
      lost: '丢失的调用',
      legend:
        '粗条：每台服务器应答的调用，颜色越深越多。重试：之后又有一次尝试的尝试。丢失：失败的调用。数字：各次故障。',
      fault: (number) => `故障 ${number}：`,
      lastFailure: (attempts, afterMs) => `${attempts} 次尝试失败，最后一次在其后 ${afterMs} ms`,
      listRight: (afterMs) => `其后 ${afterMs} ms，客户端的列表恢复正确`,
    },
  },
};

/** @param page from docs/ */
export function runWordsOf(page: string): RunWords {
  return RUN_WORDS[languageOf(page)];
}
