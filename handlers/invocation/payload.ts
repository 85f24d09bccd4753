/** Payloads of functions that are invoked through the SDK. */

/** Longest payload of a synchronous invocation, each way: 6 MB (Lambda quotas). */
export const synchronousLimitBytes = 6 * 1024 * 1024;

/** Longest payload of an asynchronous invocation: 1 MB (Lambda quotas, since October 2025). */
export const asynchronousLimitBytes = 1024 * 1024;

/** The payload would not be taken by Lambda; nothing was invoked. */
export class PayloadTooLarge extends Error {
  override readonly name = "PayloadTooLarge";
  constructor(
    readonly functionName: string,
    readonly bytes: number,
    readonly limitBytes: number,
  ) {
    super(
      `The payload for ${functionName} is ${bytes} bytes; allowed: up to ${limitBytes}. ` +
        "Put it into a bucket and send the object's key.",
    );
  }
}

/**
 * Writes a payload as JSON.
 *
 * @throws PayloadTooLarge where it is longer than `limitBytes`.
 */
export function encodePayload(
  functionName: string,
  payload: object,
  limitBytes: number,
): Uint8Array {
  const encoded = new TextEncoder().encode(JSON.stringify(payload));
  if (encoded.byteLength > limitBytes) {
    throw new PayloadTooLarge(functionName, encoded.byteLength, limitBytes);
  }
  return encoded;
}
