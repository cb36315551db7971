// `my/`, the learner's own folder in the checkout: git, lint and format leave it alone.
// The course creates it once. It moves a file away before it replaces it.

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const README = `# Yours

Whatever you write here is yours: git, lint and format leave this folder alone. The course
puts the files of the exercises here. Before it replaces one, it moves yours to \`kept/\`:

    npm start -- reset ID                      start your file over
    npm start -- exercise ID --from-solution   our files for the steps that you have not passed

A script can import every package of the course by its name, and runs from source:

    npm start -- run my/first.ts

\`npm start -- exercise\` starts the first exercise.

What follows the file is passed to your script. To step through it, see
\`npm start -- read debugging\`.
`;

/** Editors find the packages as Node does, in the checkout's node_modules. */
const TSCONFIG = {
  extends: '../tsconfig.base.json',
  compilerOptions: {
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
  },
  // old files, whose relative imports no longer resolve
  exclude: ['kept'],
};

const FIRST = `// Two frames arrive in three chunks, cut in the middle of frames.
import { encodeFrame, FrameDecoder } from '@bytes-up/codec';

const stream = Buffer.concat([
  encodeFrame(Buffer.from('{"in":"ping"}')),
  encodeFrame(Buffer.from('{"in":"pi","params":10}')),
]);
const decoder = new FrameDecoder({ maxFrameBytes: 1024 });

for (const chunk of [stream.subarray(0, 3), stream.subarray(3, 20), stream.subarray(20)]) {
  decoder.push(chunk);
  console.log(\`\${chunk.length} bytes arrived\`);
  for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
    console.log(\`  a complete body: \${body.toString()}\`);
  }
}
`;

const FILES: Readonly<Record<string, string>> = {
  'README.md': README,
  'tsconfig.json': `${JSON.stringify(TSCONFIG, undefined, 2)}\n`,
  'first.ts': FIRST,
};

/**
 * Creates the folder with its first files, unless the folder exists. It gets its name
 * when it is complete, because one that exists is left alone.
 * @returns whether it was created now
 */
export function makeMyFolder(root: string): boolean {
  const folder = path.join(root, 'my');
  if (existsSync(folder)) return false;
  const fresh = `${folder}.${process.pid}.tmp`;
  try {
    mkdirSync(fresh);
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(fresh, name), text);
    renameSync(fresh, folder);
    return true;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (existsSync(folder)) return false; // another runner was quicker
    (error as NodeJS.ErrnoException).path ??= folder;
    throw error;
  }
}
