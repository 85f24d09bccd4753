// A value that is captured as it is now.
import { containsResource, isOutput, isPlainData } from "../live/plain-data";
import { isReassignable } from "../source/declarations";
import { captureChain, readsOutput } from "./capture-chain";
import { Finding, refusal, Use } from "./findings";

/** Outputs, resources and plain data; undefined for anything that only its source can make again. */
export function captureValue(use: Use, value: unknown): Finding | undefined {
  const { part, identifier, declaration, owner, container } = use;
  if (isConfig(value)) {
    return refusal(
      part,
      identifier,
      `captures ${identifier.text}, a pulumi.Config, which exists only while deploying. ` +
        `Read it outside, for example const size = ${identifier.text}.require("size"), and capture that.`,
      true,
    );
  }
  if (isOutput(value) || containsResource(value) || readsOutput(identifier, value)) {
    return captureChain(use, value);
  }
  if (!isPlainData(value)) return undefined;
  const path = [identifier.text];
  const constant = !isReassignable(declaration);
  const captured = {
    name: identifier.text,
    value,
    path,
    constant,
    declaration,
    reference: identifier,
    container,
  };
  return { kind: "value", owner, value: captured };
}

export const isConfig = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "requireSecret" in value;
