import { act, type Area } from '../case.ts';

export const conditions: Area = {
  title: 'Conditions and log messages',
  type: 'Conditions',
  stops: {
    visit: [
      act('condition', 'index == 1', '1'),
      act('condition', 'item.Name is "tea" or "pot"', '0 2'),
      act('condition', 'item.Price * item.Count > 9.5m', '1 2'),
      act('condition', 'item.Name.StartsWith("c") && index < 5', '1'),
      act('condition', 'item.Total > 100', ''),
      act(
        'log',
        '{item.Name}: {item.Price:F2} ({index})',
        'tea: 2.50 (0) | cup: 10.00 (1) | pot: 20.00 (2)',
      ),
      act(
        'log',
        'total {item.Total}, {item.Count > 1}',
        'total 5.0, True | total 10, False | total 60, True',
      ),
    ],
    later: [
      act('condition', 'index == 2', '2'),
      act('condition', 'item.Count == 1', '1'),
      act('log', '{index * 10}', '0 | 10 | 20'),
    ],
  },
};
