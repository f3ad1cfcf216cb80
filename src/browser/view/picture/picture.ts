/** A picture of a page's viewport. */
export interface Picture {
  readonly format: 'jpeg' | 'png';
  /** In base64. */
  readonly data: string;
  /** The size of the viewport, in the page's CSS pixels. */
  readonly width: number;
  readonly height: number;
}
