import { testWrongVariants } from '../testing/wrong-variants';

testWrongVariants((variants) => variants);
