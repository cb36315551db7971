import { testPredictions } from '@bytes-up/testkit';
import { predictions } from './predictions';

testPredictions(predictions, __dirname);
