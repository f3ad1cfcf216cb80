import * as z from 'zod/mini';
import { point } from './geometry.ts';

/** Bits of the modifier keys, as in the Chrome DevTools Protocol. */
export const modifierBits = { alt: 1, control: 2, meta: 4, shift: 8 } as const;

/** The longest text that is sent to a page at once, in UTF-16 code units. */
export const textLimit = 1_000_000;

const modifiers = z.int().check(z.minimum(0), z.maximum(15));
const text = z.string().check(z.maxLength(textLimit));

const mouse = z.object({
  kind: z.literal('mouse'),
  action: z.enum(['press', 'release', 'move']),
  ...point,
  button: z.enum(['none', 'left', 'middle', 'right', 'back', 'forward']),
  /** The pressed buttons, as in `MouseEvent.buttons`. */
  buttons: z.int().check(z.minimum(0), z.maximum(31)),
  /** 2 for the second press of a double click. */
  clicks: z.int().check(z.minimum(0), z.maximum(100)),
  modifiers,
});

const wheel = z.object({
  kind: z.literal('wheel'),
  ...point,
  deltaX: z.number(),
  deltaY: z.number(),
  modifiers,
});

const touch = z.object({
  kind: z.literal('touch'),
  action: z.enum(['start', 'move', 'end', 'cancel']),
  /** The points that still touch. */
  points: z.array(z.object({ id: z.int(), ...point })).check(z.maxLength(16)),
  modifiers,
});

/** A key event; `text` is what a key press enters. */
const key = z.object({
  kind: z.literal('key'),
  action: z.enum(['press', 'release']),
  key: z.string().check(z.maxLength(40)),
  code: z.string().check(z.maxLength(40)),
  keyCode: z.int(),
  location: z.int().check(z.minimum(0), z.maximum(3)),
  modifiers,
  isRepeated: z.boolean(),
  text: z.optional(z.string().check(z.maxLength(8))),
});

/** Committed text, of a composition or the clipboard. */
const insertedText = z.object({ kind: z.literal('text'), text });

/** The unfinished text of an input method; empty if the composition was cancelled. */
const composition = z.object({
  kind: z.literal('composition'),
  text,
  selectionStart: z.int(),
  selectionEnd: z.int(),
});

/** Copies the page's selection to the user's clipboard, and deletes it for `cut`. */
const clipboard = z.object({ kind: z.literal('clipboard'), action: z.enum(['copy', 'cut']) });

/** What the user does to a page, in the terms of DOM events. */
export const pageInputSchema = z.discriminatedUnion('kind', [
  mouse,
  wheel,
  touch,
  key,
  insertedText,
  composition,
  clipboard,
]);

export type PageInput = Readonly<z.output<typeof pageInputSchema>>;
export type MouseInput = Readonly<z.output<typeof mouse>>;
export type WheelInput = Readonly<z.output<typeof wheel>>;
export type TouchInput = Readonly<z.output<typeof touch>>;
export type KeyInput = Readonly<z.output<typeof key>>;
