import type { Cases } from "./case";

export const secretsCases: Cases = {
  "SM-01": { pass: { recoveryWindowInDays: 0 }, fail: { recoveryWindowInDays: 3 } },
};
