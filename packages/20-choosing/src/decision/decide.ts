// From figures to decisions (chapter 20), by explicit rules. Speeds are relative to
// chapter 12's server, because a figure from one machine says nothing about another.

/** The measurements of one server. */
export interface Figures {
  readonly name: string;
  /** Short calls per second on all connections, relative to chapter 12. */
  readonly speed: number;
  /** Clients per second that connect, call once and leave, relative to chapter 12. */
  readonly visits: number;
  /** The share of the clients that stay connected and are served at the same time. */
  readonly served: number;
  /** The share of the fast callers that wait for the slow call of another client. */
  readonly delayed: number;
  /** How many times as much work four clients get done as one. */
  readonly parallel: number;
  /** Memory of an open connection; undefined where it could not be measured. */
  readonly kbPerConnection: number | undefined;
  /** Whether a crash ends only some of the connections. Its model file says so. */
  readonly isolatesCrashes: boolean;
}

export type Verdict = 'good' | 'limited' | 'bad' | 'unknown';

type Rule = (figures: Figures, cores: number) => Verdict;

// #region rules
/** A need, and the verdict of each server for it. */
export const RULES = {
  'many clients': ({ served, kbPerConnection = NaN }) => {
    if (served < 1) return 'bad';
    return Number.isNaN(kbPerConnection) ? 'unknown' : grade(kbPerConnection <= 100, true);
  },
  'short calls': ({ speed }) => grade(speed >= 0.5, speed >= 0.2),
  'short visits': ({ visits }) => grade(visits >= 0.5, visits >= 0.1),
  'slow calls': ({ delayed }) => grade(delayed <= 0.25, delayed <= 0.75),
  computing: ({ parallel }, cores) => (cores < 2 ? 'unknown' : grade(parallel >= 1.4, false)),
  crashes: ({ isolatesCrashes }) => grade(isolatesCrashes, false),
} satisfies Record<string, Rule>;

function grade(isGood: boolean, isLimited: boolean): Verdict {
  if (isGood) return 'good';
  return isLimited ? 'limited' : 'bad';
}
// #endregion rules

export type Need = keyof typeof RULES;
export const NEEDS = Object.keys(RULES) as Need[];

export function verdictOf(need: Need, figures: Figures, cores: number): Verdict {
  const rule: Rule = RULES[need];
  return rule(figures, cores);
}

/** The rules in words, printed below the table. */
export const RULES_IN_WORDS: Readonly<Record<Need, string>> = {
  'many clients': 'all are served at once; good up to 100 kB for a connection',
  'short calls': 'good from half of chapter 12’s speed, bad below a fifth',
  'short visits': 'connect, call, leave: good from half of chapter 12’s speed, bad below a tenth',
  'slow calls': 'good if a slow call delays a quarter of the others at most, bad if most of them',
  computing: 'good if four clients get 1.4 times as much computed as one',
  crashes: 'good if a crash ends only some of the connections',
};

/** What a service may be like, and what it needs. */
export interface Situation {
  readonly name: string;
  readonly needs: readonly Need[];
}

export const SITUATIONS: readonly Situation[] = [
  { name: 'short calls from many clients', needs: ['many clients', 'short calls'] },
  { name: 'calls that compute', needs: ['computing', 'slow calls', 'many clients'] },
  {
    name: 'both, and it must not fail as a whole',
    needs: ['many clients', 'short calls', 'computing', 'crashes'],
  },
  { name: 'clients that ask once and leave', needs: ['short visits'] },
  { name: 'a few sessions, each kept from the others', needs: ['crashes', 'slow calls'] },
];

// #region choose
/**
 * The servers for which no need is bad. Those with more good verdicts come first; among
 * equals, the faster one.
 */
export function choose(
  all: readonly Figures[],
  needs: readonly Need[],
  cores: number,
): readonly Figures[] {
  const verdicts = (figures: Figures): Verdict[] =>
    needs.map((need) => verdictOf(need, figures, cores));
  const good = (figures: Figures): number =>
    verdicts(figures).filter((verdict) => verdict === 'good').length;
  return all
    .filter((figures) => !verdicts(figures).includes('bad'))
    .sort((a, b) => good(b) - good(a) || b.speed - a.speed);
}
// #endregion choose
