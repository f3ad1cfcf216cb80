import { act, type Area, evaluate, plain } from '../case.ts';

export const asyncMethods: Area = {
  title: 'Async methods',
  type: 'Async',
  stops: {
    locals: [
      plain('number', '4'),
      plain('text.Length', '6'),
      plain('tuple.Item1', 'Bo'),
      plain('tuple.Name', 'Bo'),
      plain('tuple.Age + number', '34'),
      plain('price * 2', '3.0'),
      plain('items[0].Name', 'tea'),
      plain('items.Sum(i => i.Count)', '2'),
      plain('running.Result', '8'),
      plain('this.name', 'tea'),
      plain('await running', '8'),
      plain('await running + await new ValueTask<int>(1)', '9'),
      evaluate('await Task.CompletedTask', 'null'),
      evaluate(
        'await pending',
        /^The .* has not completed, and it cannot while the page is stopped$/,
      ),
      evaluate('await Task.FromException<int>(new InvalidOperationException("no"))', /: no$/),
      evaluate('await number', /no method GetAwaiter/),
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
