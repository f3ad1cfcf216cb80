import { systemClock, within } from '../../../../src/common/clock.ts';
import type * as vscode from 'vscode';
import { inPage } from '../blazor/stops.ts';
import { type Button, clicks, loading, opening, type Place } from './places.ts';

/** What a page is made to do: the places that it comes past, and how its end shows. */
export interface Journey {
  readonly name: string;
  readonly path: readonly Place[];
  /** Makes the page set out. */
  begin(page: vscode.DebugSession): Promise<unknown>;
  /** A condition in JavaScript that holds when it has come to its end. */
  readonly over: string;
}

/** How long a page may take to answer while it starts, stops or steps, in milliseconds; it is asked again. */
const answerLimit = 5_000;

/** How often the button of the walk was pressed and has done its work. */
const runs = `document.querySelector('#runs')?.textContent`;

/** A click on a button of the page, which has counted so many before. */
export function click(button: Button, before: number): Journey {
  const script = `(setTimeout(() => document.querySelector('#${button}').click()), 'later')`;
  return {
    name: `click ${button}`,
    path: clicks[button],
    begin: (page) => askUntil(page, script, `'later'`),
    over: `${runs} === '${before + 1}'`,
  };
}

const isOpen = `${runs} === '0' && location.pathname === '/walk'`;

/** Leaves the page within the app and opens it again. */
export function visit(): Journey {
  return {
    name: 'visit another page of the app',
    path: opening,
    async begin(page) {
      await askUntil(page, `(Blazor.navigateTo('/counter'), location.pathname)`, `'/counter'`);
      await askUntil(page, `${runs} === undefined`, 'true');
      return askUntil(page, `(setTimeout(() => Blazor.navigateTo('/walk')), 'later')`, `'later'`);
    },
    over: isOpen,
  };
}

const mark = 'globalThis.isOld';

/** Loads the page again. */
export function reload(): Journey {
  return {
    name: 'reload',
    path: loading,
    begin: (page) =>
      askUntil(page, `(${mark} = true, setTimeout(() => location.reload()), 'later')`, `'later'`),
    over: `${mark} !== true && ${isOpen}`,
  };
}

/** Leaves the app for an empty page and comes back. */
export function leave(address: string): Journey {
  const go = (to: string): string => `(setTimeout(() => location.assign('${to}')), 'later')`;
  return {
    name: 'leave the app and come back',
    path: loading,
    async begin(page) {
      await askUntil(page, go('about:blank'), `'later'`);
      await askUntil(page, 'location.href', `'about:blank'`);
      return askUntil(page, go(`${address}/walk`), `'later'`);
    },
    over: isOpen,
  };
}

/** Opens the page from wherever the app stands. */
export function enter(): Journey {
  return {
    name: 'enter',
    path: opening,
    begin: (page) =>
      askUntil(page, `(setTimeout(() => Blazor.navigateTo('/walk')), 'later')`, `'later'`),
    over: isOpen,
  };
}

/** What a page that may be busy says to an expression; `undefined` if it does not answer now. */
export async function ask(
  page: vscode.DebugSession,
  expression: string,
): Promise<string | undefined> {
  const asked = inPage(page, expression).catch(() => undefined);
  return within(systemClock, answerLimit, asked, undefined);
}

/** How long a page may take until it takes what it is asked for JavaScript, in milliseconds. */
const patience = 120_000;

async function askUntil(page: vscode.DebugSession, expression: string, answer: string) {
  const begun = performance.now();
  while ((await ask(page, expression)) !== answer) {
    if (performance.now() - begun > patience) {
      throw new Error(`The page does not answer ${answer} to ${expression}.`);
    }
    await new Promise<void>((resolve) => systemClock.after(100, resolve));
  }
}
