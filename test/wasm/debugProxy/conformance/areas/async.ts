import { act, type Area, evaluate, gap, plain } from '../case.ts';

export const asyncMethods: Area = {
  title: 'Async methods',
  type: 'Async',
  stops: {
    locals: [
      plain('number', '4'),
      plain('text.Length', '6'),
      plain('tuple.Item1', 'Bo'),
      gap(
        'The symbols have the names of elements of local variables, and not of the fields in which async methods keep them.',
        plain('tuple.Name', 'Bo'),
      ),
      plain('price * 2', '3.0'),
      plain('items[0].Name', 'tea'),
      plain('items.Sum(i => i.Count)', '2'),
      plain('running.Result', '8'),
      plain('this.name', 'tea'),
      gap(
        'The page would have to run; use Result for a task that has ended.',
        plain('await running', '8'),
      ),
      act('stack', '', /^Suite\.Async\.Locals/),
    ],
    scope: [plain('given', '1'), plain('twice', '2'), plain('i', '0'), plain('stream.Length', '3')],
    result: [plain('result', '2'), plain('outer + result', '3')],
    yield: [plain('i', '1'), plain('to', '2')],
    foreach: [plain('number', '1')],
    caught: [
      plain('error.Message', 'no tea'),
      plain('error.InnerException.Message', 'bad'),
      evaluate('error is InvalidOperationException', 'true'),
    ],
  },
};
