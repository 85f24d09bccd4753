/** Mistakes that the preview does not catch yet, each with what will catch it. */
export const openMistakes: Readonly<Record<string, string>> = {
  "24-ddb-range-key-change": "the comparison with a base",
};
