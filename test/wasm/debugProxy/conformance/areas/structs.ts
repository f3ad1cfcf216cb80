import { act, type Area, display, plain } from '../case.ts';

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
  },
};
