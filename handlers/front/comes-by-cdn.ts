/** The authorizer of the API of prints: whether a request came by the CDN, which adds a header that nobody else knows. */
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
} from "aws-lambda";
import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The handler. Lets in whose header has one of two values: the one that the CDN sends, and the one before it.
 *
 * @param needs `header`: its name. `hashes`: SHA-256 of each value in hexadecimal, which is no secret.
 */
export function comesByCdn({ header, hashes }: { header: string; hashes: { get(): string[] } }) {
  const name = header.toLowerCase(); // as the API writes it
  return async ({
    headers,
  }: APIGatewayRequestAuthorizerEventV2): Promise<APIGatewaySimpleAuthorizerResult> => {
    const given = createHash("sha256")
      .update(headers?.[name] ?? "")
      .digest();
    const isKnown = (hash: string) => timingSafeEqual(given, Buffer.from(hash, "hex"));
    return { isAuthorized: hashes.get().some(isKnown) };
  };
}
