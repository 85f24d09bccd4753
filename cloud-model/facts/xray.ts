/** Traces (AWS X-Ray). */
import { type Facts } from "../type-facts";

export const facts: Facts = {
  // https://docs.aws.amazon.com/xray/latest/api/API_PutResourcePolicy.html
  "aws:xray/resourcePolicy:ResourcePolicy": {
    outputs: { id: "{policyName}" },
    replaces: { spec: "AWS::XRay::ResourcePolicy" },
    quota: {
      code: "PolicyCountLimitExceededException",
      what: "resource policies of X-Ray",
      message: "Exceeded the maximum number of resource policies for a target account.",
      limit: 5,
    },
  },
};
