/** Where things stand. */
import { ec2 } from "../../../rules/base/types/ec2";
import { strata } from "../../../rules/base/types/strata";
import { awsProvider } from "../../../rules/stack/regions";
import { make, type Args } from "./service-resources";
import { stackOf } from "./stack";
import type { StackCase } from "./stack-cases";

export const provider = (region: string) => make(awsProvider)("provider", { region });
export const subnet = (args: Args) => make(ec2.subnet)("subnet", args);
export const environment = (args: Args = {}) => make(strata.environment)("environment", args);

export const regionStackCases: { readonly [rule: string]: StackCase } = {
  "REG-01": {
    pass: stackOf(provider("eu-west-1"), subnet({ region: "us-east-1" })),
    fail: stackOf(provider("eu-west-1"), subnet({ region: "eu-west-7" })),
    blamed: "subnet",
  },
  "REG-01-zone": {
    pass: stackOf(subnet({ region: "eu-west-1", availabilityZone: "eu-west-1c" })),
    fail: stackOf(subnet({ region: "eu-west-1", availabilityZone: "eu-west-1z" })),
    blamed: "subnet",
  },
  "REG-02": {
    pass: stackOf(provider("cn-north-1"), subnet({})),
    fail: stackOf(provider("cn-north-1"), make("strata:decoupling:Queue")("jobs")),
    blamed: "provider",
  },
};
