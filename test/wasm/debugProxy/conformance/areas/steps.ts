import { act, type Area, evaluate, step } from '../case.ts';

export const steps: Area = {
  title: 'Steps',
  type: 'Steps',
  stops: {
    walk: [
      act('stack', '', /^Suite\.Steps\.Walk, Suite\.Steps\.Run/),
      step('over', 'Walk: var sum = Add(before, 2);'),
      step('into', 'Add: {'),
      step('over', 'Add: var sum = one + other;'),
      act('caller', 'before', '0'),
      step('over', 'Add: return sum;'),
      evaluate('sum', '2'),
      step('out', 'Walk: var sum = Add(before, 2);'),
      step('over', 'Walk: count = sum;'),
      step('over', 'Walk: Console.WriteLine(Count);'),
      step('into', 'get_Count: private int Count => count;'),
      step('out', 'Walk: Console.WriteLine(Count);'),
      step('over', 'Walk: }'),
      step('over', 'Run: steps.Walk();'),
    ],
    loop: [
      step('over', 'Loop: }'),
      step('over', 'Loop: for (var i = 0; i < 2; i++)'),
      evaluate('i', '0'),
    ],
    wait: [
      step('over', 'Wait: await Task.Delay(1);'),
      step('over', 'Wait: var after = before + 1;'),
      step('over', 'Wait: Console.WriteLine(after);'),
      evaluate('after - before', '1'),
      step('out', 'Run: steps.Calls(n =>'),
    ],
    calls: [
      step('over', 'Calls: var changed = change(start);'),
      step('into', /AnonymousMethod.*: \{/),
      step('over', /AnonymousMethod.*: return n \+ 1;/),
      step('out', 'Calls: var changed = change(start);'),
    ],
  },
};
