/** Payloads of functions that are invoked through the SDK. */

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
