import { systemClock, withTimeout } from '../../../../src/common/clock.ts';
import type * as vscode from 'vscode';
import { inPage } from '../blazor/stops.ts';
import { type Button, clicks, loading, opening, type Place } from './places.ts';

/** Something that a page does, with the places that it passes in order. */
export interface Journey {
  readonly name: string;
  readonly path: readonly Place[];
  /** Starts it. */
  begin(page: vscode.DebugSession): Promise<unknown>;
  /** A JavaScript condition that holds once it has ended. */
  readonly over: string;
}

/** How long one answer of a page that starts, stops or steps may take before it is asked again, in milliseconds. */
const answerLimit = 5_000;

/** How often a button was pressed and its handler has ended. */
const runs = `document.querySelector('#runs')?.textContent`;

/** A click on a button of a page that has counted `before` clicks. */
export function click(button: Button, before: number): Journey {
  const script = `setTimeout(() => document.querySelector('#${button}').click())`;
  return {
    name: `click ${button}`,
    path: clicks[button],
    begin: (page) => act(page, script),
    over: `${runs} === '${before + 1}'`,
  };
}

const isOpen = `${runs} === '0' && location.pathname === '/walk'`;

/** Navigates to another page of the app and back. */
export function visit(): Journey {
  return {
    name: 'visit another page of the app',
    path: opening,
    async begin(page) {
      await act(page, `Blazor.navigateTo('/counter')`);
      await askUntil(page, `${runs} === undefined`, 'true');
      return act(page, `setTimeout(() => Blazor.navigateTo('/walk'))`);
    },
    over: isOpen,
  };
}

const mark = 'globalThis.isOld';

/** Reloads the page. */
export function reload(): Journey {
  return {
    name: 'reload',
    path: loading,
    begin: (page) => act(page, `${mark} = true, setTimeout(() => location.reload())`),
    over: `${mark} !== true && ${isOpen}`,
  };
}

/** Navigates from the app to an empty page and back. */
export function leave(address: string): Journey {
  const go = (to: string): string => `setTimeout(() => location.assign('${to}'))`;
  return {
    name: 'leave the app and come back',
    path: loading,
    async begin(page) {
      await act(page, go('about:blank'));
      await askUntil(page, 'location.href', `'about:blank'`);
      return act(page, go(`${address}/walk`));
    },
    over: isOpen,
  };
}

/** Opens the page from any page of the app. */
export function enter(): Journey {
  return {
    name: 'enter',
    path: opening,
    begin: (page) => act(page, `setTimeout(() => Blazor.navigateTo('/walk'))`),
    over: isOpen,
  };
}

/** Evaluates an expression in a page; `undefined` if it fails or takes too long. */
export async function ask(
  page: vscode.DebugSession,
  expression: string,
): Promise<string | undefined> {
  const asked = inPage(page, expression).catch(() => undefined);
  return withTimeout(systemClock, answerLimit, asked, undefined);
}

/** How long a page may take until it evaluates JavaScript, in milliseconds. */
const patience = 120_000;
/** How long to wait before asking again, in milliseconds. */
const askInterval = 100;

/** Evaluates an expression in a page that runs, which may be busy. */
export async function read(page: vscode.DebugSession, expression: string): Promise<string> {
  const reading = inPage(page, expression);
  const answer = await withTimeout(systemClock, patience, reading, undefined);
  if (answer === undefined) throw new Error(`The page does not answer to ${expression}.`);
  return answer;
}

/** Evaluates an expression until it has a result. */
async function askUntil(page: vscode.DebugSession, expression: string, answer: string) {
  let last: string | undefined;
  const begun = performance.now();
  while ((last = await ask(page, expression)) !== answer) {
    if (performance.now() - begun > patience) {
      throw new Error(`The page answers ${last} to ${expression}, not ${answer}.`);
    }
    await new Promise<void>((resolve) => systemClock.after(askInterval, resolve));
  }
}

/** Runs JavaScript in a page once: repeats it only after an error, not while an answer is pending. */
async function act(page: vscode.DebugSession, action: string): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const acting = inPage(page, `(${action}, 'done')`).catch((error: unknown) => String(error));
    const answer = await withTimeout(systemClock, patience, acting, 'nothing');
    if (answer === `'done'`) return;
    if (performance.now() - begun > patience) {
      throw new Error(`The page answers ${answer} to ${action}.`);
    }
    await new Promise<void>((resolve) => systemClock.after(askInterval, resolve));
  }
}
