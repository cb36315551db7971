// What the map of chapters says besides their titles.

export const MAP_WORDS = {
  en: {
    summary: (chapters: number, hours: number) =>
      `${chapters} chapters, about ${hours} hours to read; the exercises take longer. Each stands on the ones before it.`,
    minutes: (minutes: number) => `${minutes} minutes`,
    minutesOfOne: (minutes: number) => `${minutes} min`,
    parts: [
      'One call, and its bytes',
      'A call that arrives once',
      'Seven servers',
      'Several machines',
      'With the usual tools',
      'Which of them to use',
    ],
  },
  zh: {
    summary: (chapters: number, hours: number) =>
      `共 ${chapters} 章，读完约 ${hours} 小时，练习另需更多时间。每一章都建立在前面各章之上。`,
    minutes: (minutes: number) => `${minutes} 分钟`,
    minutesOfOne: (minutes: number) => `${minutes} 分钟`,
    parts: [
      '一次调用和它的字节',
      '只生效一次的调用',
      '七种服务器',
      '多台机器',
      '使用现成的工具',
      '该用哪一种',
    ],
  },
} as const;
