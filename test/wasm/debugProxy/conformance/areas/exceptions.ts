import { type Area, display, evaluate, plain } from '../case.ts';

export const exceptions: Area = {
  title: 'Exceptions',
  type: 'Exceptions',
  stops: {
    caught: [
      plain('error.Message', 'sold out'),
      plain('error.Missing', '3'),
      plain('error.InnerException', 'null'),
      plain('error.GetType().Name', 'StockException'),
      display('error > Message', 'sold out'),
      evaluate('error.StackTrace.Contains("Take")', 'true'),
      plain(
        'nothing.Length',
        'System.NullReferenceException: Object reference not set to an instance of an object.',
      ),
      plain(
        'numbers[4]',
        'System.IndexOutOfRangeException: Index was outside the bounds of the array.',
      ),
      plain('1 / zero', 'System.DivideByZeroException: Attempted to divide by zero.'),
      evaluate('(int)boxed', /InvalidCastException/),
      evaluate('int.Parse("x")', /^System\.FormatException: /),
      plain(
        'new List<int>().First()',
        'System.InvalidOperationException: Sequence contains no elements',
      ),
      evaluate('new Order().Failing', /not now/),
    ],
    filtered: [
      plain('error.Message', 'wrong'),
      plain('error.InnerException.GetType().Name', 'IndexOutOfRangeException'),
    ],
    finally: [plain('zero', '0')],
  },
};
