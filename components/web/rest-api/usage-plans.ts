/** Usage plans of a REST API, and the keys of their holders. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";
import { UsagePlanArgs } from "./route-args";

/** Sorted, so that the order of plans and keys never matters. Gives the keys' values by `<plan>-<key>`. */
export function makeUsagePlans(
  api: aws.apigateway.RestApi,
  stage: aws.apigateway.Stage,
  plans: Readonly<Record<string, UsagePlanArgs>>,
  child: MakeChild,
): Readonly<Record<string, pulumi.Output<string>>> {
  const values: Record<string, pulumi.Output<string>> = {};
  for (const name of Object.keys(plans).sort()) {
    const { rateLimit = 10, burstLimit = 20, quota, keys } = plans[name];
    const plan = child(
      aws.apigateway.UsagePlan,
      `plan-${name}`,
      {
        apiStages: [{ apiId: api.id, stage: stage.stageName }],
        throttleSettings: { rateLimit, burstLimit },
        quotaSettings: quota,
      },
      { key: "usagePlan" },
    );
    for (const holder of [...keys].sort()) {
      const label = `${name}-${holder}`;
      const key = child(aws.apigateway.ApiKey, label, { enabled: true }, { key: "apiKey" });
      child(
        aws.apigateway.UsagePlanKey,
        label,
        { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id },
        { key: "usagePlanKey" },
      );
      values[label] = pulumi.secret(key.value);
    }
  }
  return values;
}
