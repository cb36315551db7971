import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';

describeOnLinux('a forked child', () => {
  afterEach(endAllScripts);

  const ends = async (
    way: string,
    said: readonly string[],
    code: number,
    stderr: string,
  ): Promise<void> => {
    const script = startScript('child-ends', { args: [way] });
    expect(await script.rest()).toEqual([
      ...said,
      { pid: 0, state: 'exited', code },
      [],
      'the parent cleans up',
    ]);
    const end = await script.end;
    expect(end.code).toBe(0);
    expect(end.stderr.split('\n')[0]).toBe(stderr);
  };

  it.each([
    ['_exit', [], 7, ''],
    ['process.exit', ['exit listener 7'], 7, ''],
    ['throw', [], 1, 'Uncaught Error: thrown in the child'],
    ['rejection', [], 1, 'Uncaught Error: rejected in the child'],
  ])('can end by %s, which does not run the parent’s clean-up', ends);

  // see setUpChild
  const beforeNode26 = parseInt(process.versions.node, 10) < 26 ? it : it.skip;
  beforeNode26.each([['process.exitCode'], ['empty event loop']])(
    'before Node 26 it may also run out of work: %s',
    (way) => ends(way, [], 7, ''),
  );

  it('has its own pid and its own random numbers', async () => {
    interface Child {
      processPid: number;
      getpid: number;
      processPpid: number;
      getppid: number;
      randoms: number[];
      uuid: string;
      webUuid: string;
      integer: number;
      bytes: string;
    }
    const script = startScript('child-identity');
    const children = [await script.next<Child>(), await script.next<Child>()];
    const { parent, pids } = await script.next<{ parent: number; pids: number[] }>();
    expect(children.map(({ processPid }) => processPid)).toEqual(pids);
    expect(children.map(({ getpid }) => getpid)).toEqual(pids);
    expect(children.map(({ processPpid }) => processPpid)).toEqual([parent, parent]);
    expect(children.map(({ getppid }) => getppid)).toEqual([parent, parent]);
    const drawn = children.flatMap(({ randoms, uuid, webUuid, integer, bytes }) => [
      ...randoms,
      uuid,
      webUuid,
      integer,
      bytes,
    ]);
    expect(new Set(drawn).size).toBe(14);
    for (const random of children.flatMap(({ randoms }) => randoms)) {
      expect(random).toBeGreaterThanOrEqual(0);
      expect(random).toBeLessThan(1);
    }
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('does not have its parent’s signal handlers, and loses no signal of its first moments', async () => {
    const script = startScript('child-signals');
    expect(await script.rest()).toEqual([
      { SIGTERM: '0', SIGINT: '0', SIGCHLD: '0', listeners: 0, heldBack: [] },
      { state: 'exited', code: 0 },
      { state: 'killed', signal: 'SIGTERM', coreDumped: false },
      { state: 'exited', code: 42 },
      { parentStillListens: 1 },
    ]);
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('can have an event loop, with node:net, timers, promises and process.on', async () => {
    const script = startScript('event-loop-child');
    const { child, answers, ended } = await script.next<{
      child: number;
      answers: string[];
      ended: unknown;
    }>();
    expect(answers).toEqual(
      Array.from({ length: 20 }, (_, i) => `answer ${i} from ${child}, true`),
    );
    expect(ended).toEqual({ pid: child, state: 'exited', code: 3 });
    expect(await script.end).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('has an event loop of its own: what it watches is not watched by its parent', async () => {
    const script = startScript('event-loop-child');
    const { watchedBefore, watchedMeanwhile } = await script.next<Record<string, number>>();
    expect(watchedMeanwhile).toBe(watchedBefore);
    await script.end;
  });
});
