import { ROOT } from '../testing/judge-text';
import { isServerOfModel, testSolution } from '../testing/solution';
import { findExercises } from './exercise';

const servers = findExercises(ROOT).filter(isServerOfModel);

describe.each(servers.map((exercise) => [exercise.id, exercise] as const))(
  '%s',
  (_id, exercise) => {
    testSolution(exercise);
  },
);
