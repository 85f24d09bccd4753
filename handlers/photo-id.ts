import { randomBytes } from "node:crypto";

/**
 * A new photo id: a UUID version 7 (RFC 9562, section 5.7), whose first 48 bits are the time in
 * milliseconds. Ids sort by time, and nobody can guess another's 74 random bits.
 */
export function newPhotoId(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString("hex");
  return [0, 8, 12, 16, 20].map((start, i, starts) => hex.slice(start, starts[i + 1])).join("-");
}
