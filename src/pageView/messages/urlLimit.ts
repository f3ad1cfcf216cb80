/** The longest URL that is shown or entered, in UTF-16 code units. */
export const urlLimit = 10_000;
