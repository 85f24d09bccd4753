import type { Policy, PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { withReferences } from "../cloud-model/claim-references";
import {
  CLAIMED_ALIKE,
  CLAIMED_TWICE,
  collisionFix,
  collisionMessage,
} from "../cloud-model/claim-report";
import { collisions, type LiveResource } from "../cloud-model/conflicts";
import { reportMessage } from "./messages";
import { resourceInputs } from "./resource-inputs";

/** A resource of the stack, for what only one can have. */
interface Claimant extends LiveResource {
  readonly urn: string;
  readonly name: string;
}

/**
 * What the stack claims twice. Exceptions don't count: AWS refuses the second, or one undoes the other.
 * A document that is an argument of its resource is left to the preview: here arguments can't be told
 * from what AWS filled in.
 */
export function claimPolicies(): StackValidationPolicy[] {
  const policy = (
    name: string,
    agree: boolean,
    level: Pick<Policy, "enforcementLevel" | "severity">,
  ): StackValidationPolicy => ({
    name,
    description:
      "What only one resource can have at a time: a name, an address, a route, a document.",
    ...level,
    validateStack: ({ resources }, report) => {
      for (const collision of collisions(resources.map(claimant))) {
        if (collision.agree === agree) {
          const words = collisionMessage(collision, ({ type, name }) => `${type} "${name}"`);
          const text = `${name}: ${words}\nFix: ${collisionFix(collision)}`;
          reportMessage(report, text, collision.second.urn);
        }
      }
    },
  });
  return [
    policy(CLAIMED_TWICE, false, { enforcementLevel: "mandatory", severity: "high" }),
    policy(CLAIMED_ALIKE, true, { enforcementLevel: "advisory", severity: "medium" }),
  ];
}

function claimant({ urn, type, name, props, propertyDependencies }: PolicyResource): Claimant {
  const plain = resourceInputs(props);
  const values = withReferences(plain, (argument) => propertyDependencies[argument] ?? []);
  const [id, region] = [plain["id"], plain["region"]];
  return {
    ...{ urn, type, name, values },
    id: typeof id === "string" && id !== "" ? id : urn,
    region: typeof region === "string" ? region : "",
  };
}
