import { type Area, display } from '../case.ts';

export const displays: Area = {
  title: 'Variables view',
  type: 'Displays',
  stops: {
    displays: [
      display('this > owner', 'Ann'),
      display('count', '5'),
      display('box', 'Box 2 by 3'),
      display('box > Width', '2'),
      display('box > depth', '4'),
      display('box > Volume', '24'),
      display('box > Failing', /InvalidOperationException/),
      display('box > Unseen', 'not shown'),
      display('text', 'tea'),
      display('numbers', 'int[3]'),
      display('numbers > 1', '1'),
      display('list', /Count = 2|List<string>/),
      display('list > Items > 1', 'two'),
      display('map', /Count = 1|Dictionary/),
      display('map > Items > 0 > Key', 'a'),
      display('item', /Item/),
      display('item > Name', 'tea'),
      display('item > Total', '5.0'),
      display('status', /Paid/),
      display('tuple > Item2', '30'),
      display('price', '19.90'),
      display('none', 'null'),
      display('done > Result', '7'),
    ],
  },
};
