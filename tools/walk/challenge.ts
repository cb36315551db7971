// The challenge with the example servers: all stages pass, in the languages that are
// installed.

import { join } from 'node:path';
import type { Report } from './report';
import { isInstalled, type Shell } from './shell';

const EXAMPLES = 'packages/conformance/examples';

export async function challenge(shell: Shell, report: Report, tempFolder: string): Promise<void> {
  const server = join(tempFolder, 'go-server');
  const languages = [
    { program: 'python3', command: `python3 ${EXAMPLES}/python/server.py`, model: 'python' },
    {
      program: 'go',
      build: `GOCACHE=${join(tempFolder, 'go-cache')} go build -o ${server} ${EXAMPLES}/go/server.go`,
      command: server,
      model: 'go',
    },
  ];
  for (const { program, build, command, model } of languages) {
    const typed = `npm start -- challenge --all --model ${EXAMPLES}/${model}/model.json -- ${command}`;
    if (!(await isInstalled(shell, program))) {
      report.skip(typed, `${program} is not installed`);
      continue;
    }
    const succeed = async (line: string): Promise<string | undefined> => {
      const { code } = await shell.run(line);
      return code === 0 ? undefined : `exit code ${code}`;
    };
    if (build !== undefined) await report.step(build, () => succeed(build));
    await report.step(typed, () => succeed(typed));
    await shell.run(`rm -rf ${server} ${join(tempFolder, 'go-cache')}`);
  }
}
