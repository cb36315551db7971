// What the learner's file exports.

export interface Blocking {
  readonly listenOn: (host: string, port: number) => number;
  readonly serveConnection: (fd: number, stopped: () => boolean) => Promise<void>;
}
