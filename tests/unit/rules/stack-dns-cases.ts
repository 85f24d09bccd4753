/** Records among the others of their zone, and what zones are joined to. */
import { acm } from "../../../rules/base/types/acm";
import { cloudwatch } from "../../../rules/base/types/cloudwatch";
import { kms } from "../../../rules/base/types/kms";
import { route53 } from "../../../rules/base/types/route53";
import type { StackResource } from "../../../rules";
import { make, type Args } from "./service-resources";
import { from, stackOf } from "./stack";
import type { StackCase } from "./stack-cases";

const zone = make(route53.zone)("zone", { name: "example.com" });
const inside = make(route53.zone)("zone", { name: "example.com", vpcs: [{ vpcId: "vpc-1" }] });
const record = (name: string, args: Args) =>
  make(route53.record)(name, { zoneId: from("zone"), ...args });
const host = (name: string) => stackOf(zone, record("record", { name, type: "A" }));
const shared = (args: Args) =>
  stackOf(
    zone,
    record("blue", { name: "api", type: "A", weightedRoutingPolicies: [{ weight: 1 }] }),
    record("green", { name: "api.example.com", type: "A", ...args }),
  );
const authorized = (issuer: string) =>
  stackOf(
    zone,
    record("authority", { name: "example.com", type: "CAA", records: [`0 issue "${issuer}"`] }),
    make(acm.certificate)("certificate", { domainName: "www.example.com" }),
  );
const validated = (where: typeof zone) =>
  stackOf(
    where,
    record("proof", { name: "_1.example.com", type: "CNAME" }),
    make(acm.certificateValidation)("validation", { validationRecordFqdns: from("proof") }),
  );
const queryLog = (service: string | undefined, dependsOn: readonly string[]) =>
  stackOf(
    zone,
    ...(service === undefined
      ? []
      : [
          make(cloudwatch.logResourcePolicy)("writing", {
            policyDocument: JSON.stringify({
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: service },
                  Action: "logs:PutLogEvents",
                  Resource: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/*",
                },
              ],
            }),
          }),
        ]),
    make(route53.queryLog)("log", { zoneId: from("zone") }, { dependsOn }),
  );
const ROUTE_53 = "route53.amazonaws.com";
const signed = (args: Args): StackResource[] =>
  stackOf(
    make(kms.key)("key", {
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      region: "us-east-1",
      ...args,
    }),
    make(route53.keySigningKey)("signing", { keyManagementServiceArn: from("key") }),
  );

export const dnsStackCases: { readonly [rule: string]: StackCase } = {
  "DNS-12": {
    pass: queryLog(ROUTE_53, ["writing"]),
    fail: queryLog(ROUTE_53, []),
    blamed: "log",
  },
  "DNS-12-policy": {
    pass: queryLog(ROUTE_53, ["writing"]),
    fail: queryLog("es.amazonaws.com", ["writing"]),
    blamed: "log",
  },
  "DNS-01-zone": { pass: host("www"), fail: host("www.example.org."), blamed: "record" },
  "DNS-07": {
    pass: shared({ weightedRoutingPolicies: [{ weight: 9 }] }),
    fail: shared({ latencyRoutingPolicies: [{ region: "eu-west-1" }] }),
    blamed: "green",
  },
  "DNS-09": {
    pass: authorized("amazon.com"),
    fail: authorized("ca.example.net"),
    blamed: "certificate",
  },
  "DNS-11": { pass: validated(zone), fail: validated(inside), blamed: "validation" },
  "DNS-02-public": {
    pass: stackOf(zone, make(route53.queryLog)("log", { zoneId: from("zone") })),
    fail: stackOf(inside, make(route53.queryLog)("log", { zoneId: from("zone") })),
    blamed: "log",
  },
  "DNS-02-key": { pass: signed({}), fail: signed({ region: "eu-west-1" }), blamed: "signing" },
};
