import fc from 'fast-check';

function valuesOf(parameters?: fc.Parameters<[number]>): number[] {
  const values: number[] = [];
  fc.assert(
    fc.property(fc.integer(), (value) => void values.push(value)),
    parameters,
  );
  return values;
}

const isRandom = process.env.BYTES_UP_SEED === 'random';

(isRandom ? test.skip : test)('every run of a property tries the same values', () => {
  expect(valuesOf()).toEqual(valuesOf());
});

test('another seed tries others', () => {
  expect(valuesOf({ seed: 1 })).not.toEqual(valuesOf());
});
