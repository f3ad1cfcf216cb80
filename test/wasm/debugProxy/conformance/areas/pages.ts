import { act, type Area } from '../case.ts';

export const pages: Area = {
  title: 'Pages',
  type: 'Pages',
  stops: {
    page: [
      act('page', 'click a button: before', '0'),
      act('page', 'click a button: this.count + 1', '2'),
      act('page', 'reload the page: args.Length', '0'),
      act('page', 'leave the app and return: args.Length', '0'),
      act('page', 'click a button: before', '0'),
      act('page', 'open a page of the app: Id', '7'),
    ],
  },
};
