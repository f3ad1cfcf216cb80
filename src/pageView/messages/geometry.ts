import * as z from 'zod/mini';

/** Positions and sizes are in the page's CSS pixels, relative to its viewport. */
export const point = { x: z.number(), y: z.number() };

/** A rectangle in the page's viewport. */
export const rectangleSchema = z.object({ ...point, width: z.number(), height: z.number() });

/** The viewport that a page is to have. */
export const viewportSchema = z.object({
  /** In CSS pixels. */
  width: z.int().check(z.minimum(1), z.maximum(10_000)),
  height: z.int().check(z.minimum(1), z.maximum(10_000)),
  /** Display pixels per CSS pixel, including the zoom. */
  scale: z.number().check(z.minimum(0.1), z.maximum(10)),
  /** Whether the page is shown as on a phone or tablet, with touch and a mobile layout viewport. */
  isMobile: z.boolean(),
});

export type Rectangle = Readonly<z.output<typeof rectangleSchema>>;
export type Viewport = Readonly<z.output<typeof viewportSchema>>;
