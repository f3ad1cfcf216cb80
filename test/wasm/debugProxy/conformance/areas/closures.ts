import { type Area, plain } from '../case.ts';

export const closures: Area = {
  title: 'Lambdas, local functions, iterators and scopes',
  type: 'Closures',
  stops: {
    nested: [
      plain('whole', '14'),
      plain('sum', '8'),
      plain('start', '6'),
      plain('offset', '1'),
      plain('count', '1'),
      plain('this.count', '1'),
    ],
    function: [plain('scaled', '10'), plain('number', '5'), plain('by', '2')],
    iterator: [plain('last', '20'), plain('i', '2'), plain('to', '3'), plain('count', '1')],
    pattern: [plain('word', 'tea'), plain('known.Length', '3'), plain('length', '3')],
    using: [plain('line', 'a'), plain('reader.Peek()', '98')],
  },
};
