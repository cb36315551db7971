import { testWrongVariants, wrongVariantsOf } from '../testing/wrong-variants';

testWrongVariants(wrongVariantsOf);
