import { act, type Area, display, evaluate, plain } from '../case.ts';

const unknown = /^Of a span in a variable, only the length and the first element are known/;

export const structs: Area = {
  title: 'Anonymous objects, spans and methods of value types',
  type: 'Structs',
  stops: {
    anonymous: [
      plain('both.Size.Width', '2'),
      display('both > Name', 'tea'),
      display('both > Size > Width', '2'),
      display('named > Items > 1 > Name', 'cup'),
      act('open', 'new { Name = "x", Twice = 2 * items[0].Count } > Twice', '4'),
      act('open', 'new { items[1].Name, Size = new { Width = 3 } } > Size > Width', '3'),
      act('open', 'items.Select(i => new { i.Name, Item = i }) > 1 > Item > Count', '1'),
    ],
    spans: [
      plain('some.Length', '2'),
      plain('some[0]', '1'),
      evaluate('some[1]', unknown),
      plain('word.Length', '3'),
      plain('word[0]', "116 't'"),
      evaluate('word.ToString()', unknown),
      plain('none.Length', '0'),
      plain('none.IsEmpty', 'true'),
      act('open', 'some > Length', '2'),
      act('open', 'word > [0]', "116 't'"),
      display('some', 'Span[2]: evaluate it for its first element'),
      display('word', 'ReadOnlySpan[3]: evaluate it for its first element'),
      display('none', 'Span[0]: evaluate it for its first element'),
      display('after', '7'),
    ],
    struct: [
      plain('Count', '1'),
      plain('Move(2)', '3'),
      plain('Count', '3'),
      plain('this.Move(1)', '4'),
      plain('this.Count', '4'),
      plain('Count = 9', '9'),
      plain('this.Place.X = 5', '5'),
      plain('Place.X + Count', '14'),
      plain('Calls = 6', '6'),
    ],
    changed: [display('this > Count', '9'), plain('Counter.Calls', '6')],
    after: [plain('counter.Count', '9'), plain('counter.Place.X', '5')],
    readonly: [
      evaluate('Move(1)', 'this cannot be changed in a readonly member'),
      plain('Count', '9'),
    ],
  },
};
