import { problemsOf } from './made-up-page';
import { readPage } from './page-file';
import { madeUpRepo } from './repo';
import { withFreshTranslation } from './translated-text';
import { checkTranslation } from './translation';
import { checkTranslatedTerms } from './translation-terms';

const FILE = 'docs/zh/chapters/03-codec.md';
const ORIGINAL = 'docs/chapters/03-codec.md';

const english = `---
chapter: '03'
title: Message protocols
minutes: 35
---

# Message protocols

A [frame](../glossary.md#frame) begins with a length of four bytes, at most 4,194,304. ✔ \`src/a.test.ts › a length over the limit\`

## The code

<<< ../../packages/03-codec/src/encode.ts#encode

One \`write\` sends 2 parts. ✔ \`src/a.test.ts › one write\`

<<< ../../packages/03-codec/src/decode.ts

<!-- diff ../../packages/08-a/src/server.ts#serve ../../packages/09-b/src/server.ts#serve -->

\`\`\`diff
-old
+new
\`\`\`

## Run it

\`\`\`sh
npm start -- demo 3   # takes a second
\`\`\`

| kind | bytes |
| ---- | ----- |
| null | 9     |

<!-- drawing: A client sends 3 frames to a server. -->

\`\`\`text
client ──3──▶ server
\`\`\`

::: tip Remember
TCP has no messages, it has bytes.
:::
`;

const chinese = `---
chapter: '03'
title: 消息协议
minutes: 35
---

# 消息协议 {#message-protocols}

[帧](../glossary.md#frame)以 4 字节的长度开头，最大 4194304。✔ \`src/a.test.ts › a length over the limit\`

## 代码 {#the-code}

<<< ../../../packages/03-codec/src/encode.ts#encode

一次 \`write\` 发出 2 个部分。✔ \`src/a.test.ts › one write\`

<<< ../../../packages/03-codec/src/decode.ts

<!-- diff ../../../packages/08-a/src/server.ts#serve ../../../packages/09-b/src/server.ts#serve -->

\`\`\`diff
-old
+new
\`\`\`

## 运行 {#run-it}

\`\`\`sh
npm start -- demo 3   # 需要一秒
\`\`\`

| 种类 | 字节数 |
| ---- | ------ |
| null | 9      |

<!-- drawing: 客户端向服务器发送 3 个帧。 -->

\`\`\`text
客户端 ──3──▶ 服务器
\`\`\`

::: tip 记住
TCP 没有消息，只有字节。
:::
`;

const glossary = '### 帧 frame {#frame}\n\n### Buffer {#buffer}\n';
const files = { [ORIGINAL]: english, 'docs/zh/glossary.md': glossary };
const differences = (text: string): string[] =>
  problemsOf(checkTranslation, text, { file: FILE, files });

test('a faithful translation', () => {
  expect(differences(chinese)).toEqual([]);
  expect(problemsOf(checkTranslatedTerms, chinese, { file: FILE, files })).toEqual([]);
});

test('only translations are compared', () => {
  expect(problemsOf(checkTranslation, '# Any page\n', { file: 'docs/faq.md' })).toEqual([]);
});

test('a page that translates none', () => {
  expect(problemsOf(checkTranslation, '# 无\n', { file: 'docs/zh/none.md' })).toEqual([
    'docs/zh/none.md:1: translates docs/none.md, which is not there',
  ]);
});

test.each([
  [
    'an anchor is another',
    '{#the-code}',
    '{#code}',
    'expected "## … {#the-code}" here, as a heading for "The code"',
  ],
  [
    'an anchor is left out',
    ' {#the-code}',
    '',
    'expected "## … {#the-code}" here, as a heading for "The code"',
  ],
  [
    'a heading has another level',
    '## 代码',
    '### 代码',
    'expected "## … {#the-code}" here, as a heading for "The code"',
  ],
  [
    'the minutes are others',
    'minutes: 35',
    'minutes: 30',
    'front matter: minutes is "30", in the original "35"',
  ],
  [
    'the chapter is another',
    "chapter: '03'",
    "chapter: '04'",
    'front matter: chapter is "04", in the original "03"',
  ],
  [
    'a title is left out',
    'title: 消息协议\n',
    '',
    'front matter: title is missing, in the original "Message protocols"',
  ],
  [
    'a snippet has another region',
    'encode.ts#encode',
    'encode.ts#decode',
    'snippet 1 is "packages/03-codec/src/encode.ts#decode", in the original "packages/03-codec/src/encode.ts#encode"',
  ],
  [
    'a snippet is of another file',
    'src/decode.ts',
    'src/index.ts',
    'snippet 2 is "packages/03-codec/src/index.ts#", in the original "packages/03-codec/src/decode.ts#"',
  ],
  [
    'a snippet is left out',
    '<<< ../../../packages/03-codec/src/decode.ts\n\n',
    '',
    'block 4 is "<!-- diff packages/08-a/src/server.ts#serve packages/09-b/src/server.ts#serve -->", in the original "snippet"',
    'snippet 2 is missing, in the original "packages/03-codec/src/decode.ts#"',
  ],
  [
    'a claim names another test',
    'a length over',
    'a length under',
    'claim 1 is "src/a.test.ts › a length under the limit", in the original "src/a.test.ts › a length over the limit"',
  ],
  [
    'a claim is left out',
    '✔ `src/a.test.ts › one write`',
    '',
    'claim 1 is missing, in the original "src/a.test.ts › one write"',
  ],
  [
    'a difference is of other regions',
    '09-b/src/server.ts#serve',
    '09-b/src/server.ts#run',
    'block 5 is "<!-- diff packages/08-a/src/server.ts#serve packages/09-b/src/server.ts#run -->", in the original "<!-- diff packages/08-a/src/server.ts#serve packages/09-b/src/server.ts#serve -->"',
  ],
  [
    'code is another',
    '+new',
    '+neu',
    'code 1 is "diff\\n-old\\n+neu", in the original "diff\\n-old\\n+new"',
  ],
  [
    'a command is another',
    'demo 3 ',
    'demo 4 ',
    'code 1 is "sh\\nnpm start -- demo 4   # 需要一秒", in the original "sh\\nnpm start -- demo 3   # takes a second"',
  ],
  [
    'a drawing has another number',
    '──3──▶',
    '──4──▶',
    'code 2 is "text\\n客户端 ──4──▶ 服务器", in the original "text\\nclient ──3──▶ server"',
  ],
  [
    'a link leads elsewhere',
    '#frame)',
    '#body)',
    'link 1 is "../glossary.md#body", in the original "../glossary.md#frame"',
  ],
  [
    'inline code is another',
    '`write`',
    '`send`',
    '`send` is not in the original',
    '`write` is missing',
  ],
  [
    'a number is another',
    '4194304',
    '4194303',
    'the number 4194304 is missing',
    '4194303 is not in the original',
  ],
  ['a number is left out', '2 个部分', '几个部分', 'the number 2 is missing'],
  ['a number in words is another', '4 字节', '八字节', 'the number "four" is missing'],
  [
    'a number in a table is another',
    '| 9 ',
    '| 8 ',
    'the number 9 is missing',
    '8 is not in the original',
  ],
  [
    'a row is left out',
    '| null | 9      |\n',
    '',
    'block 3 is "table 0×2", in the original "table 1×2"',
    'the number 9 is missing',
  ],
  [
    'a container is of another kind',
    '::: tip',
    '::: warning',
    'block 6 is "container warning", in the original "container tip"',
  ],
  [
    'a paragraph is left out',
    'TCP 没有消息，只有字节。\n',
    '\n',
    'block 7 is missing, in the original "paragraph"',
  ],
  [
    'a paragraph is not translated',
    'TCP 没有消息，只有字节。',
    'TCP has no messages, it has bytes.',
    'not translated: "TCP has no messages, it has bytes."',
  ],
])('%s', (_, text, wrong, ...problems) => {
  expect(chinese).toContain(text);
  const found = differences(chinese.replace(text, () => wrong));
  expect(found.map((problem) => problem.replace(`${FILE}:`, '').replace(/^\d+: /, ''))).toEqual(
    problems,
  );
});

test('a section too many, and its line', () => {
  expect(differences(`${chinese}\n## 更多 {#more}\n`)).toEqual([
    `${FILE}:46: a heading more than the original has`,
  ]);
});

test.each([
  ['4 字节', true],
  ['四字节', true],
  ['8 字节', false],
])('"four bytes" as %s: %s', (words, isRight) => {
  expect(differences(chinese.replace('4 字节', words)).length === 0).toBe(isRight);
});

test('a term has the name that the glossary gives it', () => {
  const problems = problemsOf(checkTranslatedTerms, chinese.replace('[帧]', '[数据包]'), {
    file: FILE,
    files,
  });
  expect(problems).toEqual([
    `${FILE}:9: "数据包" leads to ../glossary.md#frame, which is called "帧"`,
  ]);
});

test('npm run pages brings the original’s code, claims and minutes, and leaves the prose', () => {
  const changed = english
    .replace('#encode', '#encode-frame')
    .replace('one write', 'a single write')
    .replace('+new', '+newer')
    .replace('09-b/src/server.ts#serve', '09-b/src/server.ts#run')
    .replace('minutes: 35', 'minutes: 40');
  const repo = madeUpRepo({ ...files, [ORIGINAL]: changed, [FILE]: chinese });
  const fresh = withFreshTranslation(readPage(repo, FILE), repo);
  expect(fresh).not.toBe(chinese);
  expect(
    problemsOf(checkTranslation, fresh, { file: FILE, files: { [ORIGINAL]: changed } }),
  ).toEqual([]);
  expect(fresh).toContain('# 需要一秒');
  expect(fresh).toContain('客户端 ──3──▶ 服务器');
});
