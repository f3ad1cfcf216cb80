import { type Area, evaluate, plain } from '../case.ts';

export const generics: Area = {
  title: 'Generics',
  type: 'Generics',
  stops: {
    method: [
      plain('second', 'x'),
      evaluate('first.Count', '1'),
      evaluate('copy["a"]', '1'),
      plain('list.Count', '1'),
      plain('typeof(T).Name', 'Dictionary`2'),
      plain('Shelf<int>.Made', '3'),
      evaluate('this', /no this/),
    ],
    class: [
      plain('item', 'tea'),
      plain('items.Count', '1'),
      plain('First', 'tea'),
      plain('Made', '3'),
      plain('items.IndexOf(item)', '0'),
      plain('typeof(T).Name', 'String'),
    ],
    calls: [
      plain('words.Count', '2'),
      plain('pair.Key', 'a'),
      plain('Echo(number)', '4'),
      plain('Echo("x").Length', '1'),
      plain('Echo<long>(number)', '4'),
      plain('Twin(number).Count', '2'),
      plain('NameOf<int>()', 'Int32'),
      plain('new Shelf<int>().Put(5)', '1'),
      plain('words.OfType<string>().Count()', '2'),
      plain('words.Cast<object>().First()', 'tea'),
      plain('Array.Empty<int>().Length', '0'),
      plain('Enum.Parse<Status>("Paid") == Status.Paid', 'true'),
    ],
  },
};
