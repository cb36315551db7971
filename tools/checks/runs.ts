// Recorded runs, as text on a page. `npm run pages` draws the block below the comment
// from the recording that it names, so the terminal shows the run that the site plays,
// and npm test checks that it is up to date.

import path from 'node:path';
import { drawRecordedRun, type RecordedRun } from '@bytes-up/testkit';
import {
  drawCalls,
  drawRecoveries,
  drawRun,
  LEGEND,
} from '../../packages/17-distributed-rpc/src/demo/picture';
import type { Summary } from '../../packages/17-distributed-rpc/src/demo/summary';
import { problemAt, type PageCheck, type PageFile } from './page-file';
import type { Repo } from './repo';

/** `<!-- run ../../a.json -->` or `<!-- run ../../a.json#tables -->`, and the block. */
const BLOCK = /^<!-- run (\S+?)(?:#(\w+))? -->\n\n```text\n([^]*?)```$/gm;

/** Only for pages of the site: what is outside of docs/ only shows the syntax. */
export const checkRuns: PageCheck = (pageFile, repo) => {
  if (!pageFile.file.startsWith('docs/')) return [];
  const text = repo.read(pageFile.file) ?? '';
  const fresh = withFreshRuns(pageFile, repo);
  if (fresh.problems.length > 0) return fresh.problems;
  return fresh.text === text
    ? []
    : [problemAt(pageFile, 1, 'a recorded run is out of date: npm run pages redraws it')];
};

/**
 * The page's text with each recorded run drawn again, and the recordings that are gone.
 */
export function withFreshRuns(
  pageFile: PageFile,
  repo: Repo,
  text = repo.read(pageFile.file) ?? '',
): { text: string; problems: string[] } {
  const problems: string[] = [];
  const fresh = text.replaceAll(
    BLOCK,
    (block, file: string, part: string | undefined, old: string) => {
      const source = path.posix.join(path.posix.dirname(pageFile.file), file);
      const json = repo.read(source);
      if (json === undefined) problems.push(problemAt(pageFile, 1, `no recording ${source}`));
      const drawn =
        json === undefined ? old : `${drawRecording(JSON.parse(json) as object, part ?? '')}\n`;
      return block.replace(`\`\`\`text\n${old}`, () => `\`\`\`text\n${drawn}`);
    },
  );
  return { text: fresh, problems };
}

function drawRecording(recording: object, part: string): string {
  if (!isFaultRun(recording)) return drawRecordedRun(recording as RecordedRun);
  return part === 'tables'
    ? `${drawRecoveries(recording)}\n\n${drawCalls(recording)}`
    : `${drawRun(recording)}\n\n  ${LEGEND}`;
}

function isFaultRun(recording: object): recording is Summary {
  return 'faults' in recording;
}
