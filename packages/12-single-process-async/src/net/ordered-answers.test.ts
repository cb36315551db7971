import fc from 'fast-check';
import { OrderedAnswers } from './ordered-answers';

describe('OrderedAnswers', () => {
  it('holds an answer until all before it have left', () => {
    const left: (string | undefined)[] = [];
    const answers = new OrderedAnswers((answer) => left.push(answer));
    const [first, second, third] = [answers.take(), answers.take(), answers.take()];
    third('third');
    second(undefined);
    expect(left).toEqual([]);
    first('first');
    expect(left).toEqual(['first', undefined, 'third']);
    expect(answers.idle).toBe(true);
  });

  it('keeps the order of the calls whatever the order of the answers', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 50 }), (keys) => {
        const left: string[] = [];
        const answers = new OrderedAnswers((answer) => left.push(String(answer)));
        const places = keys.map((key, i) => ({ key, i, finish: answers.take() }));
        // Finish them in an arbitrary order: sorted by the arbitrary keys.
        for (const { i, finish } of places.sort((a, b) => a.key - b.key)) finish(`${i}`);
        expect(left).toEqual(keys.map((_, i) => `${i}`));
        expect(answers.idle).toBe(true);
      }),
    );
  });
});
