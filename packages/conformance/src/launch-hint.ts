// What to add to "it did not start" where the command itself shows the reason.

/** What runs a file that the kernel cannot run by itself, by the file's ending. */
const RUNNERS: Readonly<Record<string, string>> = {
  '.ts': 'node -r ./tools/ts.cjs',
  '.js': 'node',
  '.py': 'python3',
};

/** @returns `; …`, or nothing when the command looks right */
export function launchHint(command: readonly string[]): string {
  const [program = ''] = command;
  const typescript = command.find((word) => word.endsWith('.ts'));
  const isLoaded = command.some((word) => word.endsWith('ts.cjs'));
  if (typescript !== undefined && !isLoaded)
    return `; TypeScript needs the loader: ${RUNNERS['.ts']} ${typescript}`;
  const runner = RUNNERS[/\.\w+$/.exec(program)?.[0] ?? ''];
  return runner === undefined ? '' : `; it may need its interpreter: ${runner} ${program}`;
}
