import type { Cases } from "./case";

/** The first type of the table is the function. */
export const namesCases: Cases = {
  "NAME-01": {
    pass: {},
    fail: {},
    names: { pass: "x".repeat(56), fail: "x".repeat(57) },
  },
  "NAME-02": { pass: { name: "photos" }, fail: { name: "photos of 2026" } },
};
