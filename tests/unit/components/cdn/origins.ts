/** Stand-ins for what other layers give to a distribution. */
import * as pulumi from "@pulumi/pulumi";
import {
  Certificate,
  HttpOrigin,
  PolicyStatement,
  StaticOrigin,
} from "../../../../components/contracts";

/** Keeps what was added to its policy. */
export class SiteBucket implements StaticOrigin {
  readonly originKind = "bucket";
  readonly originDomain = pulumi.output("site.s3.eu-west-1.amazonaws.com");
  readonly arn = pulumi.output("arn:aws:s3:::site");
  /** As a `Bucket` has it: what pages reach it by, not an origin of CloudFront's. */
  readonly origin = pulumi.output("https://site.s3.eu-west-1.amazonaws.com");
  readonly allowed: PolicyStatement[] = [];
  allow(statement: PolicyStatement): void {
    this.allowed.push(statement);
  }
}

export const api: HttpOrigin = {
  originKind: "http",
  originDomain: pulumi.output("abc.execute-api.eu-west-1.amazonaws.com"),
};
export const certificate: Certificate = {
  arn: pulumi.output("arn:aws:acm:us-east-1:123456789012:certificate/1"),
  domainNames: ["example.com", "*.example.com"],
};
