import { acm } from "../base/types/acm";
import { apigateway } from "../base/types/apigateway";
import { apigatewayv2 } from "../base/types/apigatewayv2";
import { cloudfront } from "../base/types/cloudfront";
import { lb } from "../base/types/lb";
import { route53 } from "../base/types/route53";
import { s3 } from "../base/types/s3";
import { unknown, type StackProblem, type StackResource, type StackRule } from "../base/rule";
import { equals, isAbsent, isRecord, textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { regionsOfProviders } from "./regions";

export const stackRules: readonly StackRule[] = [
  {
    id: "CF-01-region",
    severity: "error",
    type: cloudfront.distribution,
    limit: "a certificate in us-east-1",
    source:
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
    fix: 'Make the certificate with region: "us-east-1".',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(cloudfront.distribution).flatMap((distribution) =>
        graph
          .candidates(distribution, "viewerCertificate", acm.certificate)
          .flatMap((certificate): StackProblem[] => {
            const region = regionOf(graph, certificate);
            const found = `${certificate.name} in ${region ?? ""}`;
            return region === undefined || region === "us-east-1"
              ? []
              : [{ urn: distribution.urn, argument: "viewerCertificate.acmCertificateArn", found }];
          }),
      );
    },
  },
  {
    id: "DNS-01-apex",
    severity: "error",
    type: route53.record,
    limit: "an alias at the zone's own name; DNS allows no CNAME there",
    source:
      "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
    fix: "Use an A record with aliases.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(route53.record)
        .filter(({ values }) => equals(values, "type", "CNAME"))
        .flatMap((record): StackProblem[] => {
          const zone = graph.one(record, "zoneId", route53.zone);
          const apex = zone === undefined ? undefined : textAt(zone.values, "name");
          const name = textAt(record.values, "name");
          if (name === undefined || apex === undefined) return [];
          const isApex = name === "" || withoutDot(name) === withoutDot(apex);
          return isApex ? [{ urn: record.urn, argument: "type", found: "CNAME" }] : [];
        });
    },
  },
  {
    id: "DNS-05",
    severity: "error",
    type: route53.record,
    limit: "the target's own zone: hostedZoneId of a distribution, zoneId of a load balancer",
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html",
    fix: "Set aliases[0].zoneId to the target's hostedZoneId (zoneId of a load balancer), not to the zone of the record.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(route53.record).flatMap((record): StackProblem[] => {
        const [alias, ...more] = valuesAt(record.values, "aliases.*").map(({ value }) => value);
        if (!isRecord(alias) || more.length > 0) return [];
        const target = ALIAS_TARGETS.flatMap((type) => [
          ...graph.candidates(record, "aliases", type),
        ]).at(0);
        const own = textAt(record.values, "zoneId");
        const found = textAt(alias, "zoneId");
        const name = textAt(alias, "name");
        // While names are unknown, the alias is made from the target and from a zone of Route 53's.
        const isOwn =
          found === undefined || own === undefined
            ? alias["zoneId"] === unknown &&
              record.propertyDependencies["aliases"]?.some(isHostedZone) === true
            : (found === own && (name === undefined || HOST_OF_AWS.test(name))) ||
              (name !== undefined && /\.cloudfront\.(net|cn)\.?$/.test(name) && !isEdge(found));
        return isOwn && (target !== undefined || (name !== undefined && HOST_OF_AWS.test(name)))
          ? [
              {
                ...{ urn: record.urn, argument: "aliases[0].zoneId" },
                found: found ?? "a hosted zone's id",
                limit: `the zone of ${target?.name ?? name ?? "the target"}, which is AWS's`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "DNS-06",
    severity: "info",
    type: route53.zone,
    limit:
      "a new zone that the registrar knows: until its name servers are set there, certificates in it wait, and the update fails after 75 minutes",
    source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    fix: "Make the zone alone first (pulumi up --target; docs/deploying.md has the commands), set its nameServers at the registrar, then bring up the rest; an update that gave up can be repeated. Nothing to do where that is done.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const delegated = graph
        .ofType(route53.record)
        .filter(({ values }) => equals(values, "type", "NS"))
        .flatMap((record) => graph.candidates(record, "records", route53.zone));
      const waiting = graph
        .ofType(acm.certificateValidation)
        .flatMap((validation) =>
          graph.candidates(validation, "validationRecordFqdns", route53.record),
        )
        .map((record) => graph.one(record, "zoneId", route53.zone));
      return graph
        .ofType(route53.zone)
        .filter((zone) => waiting.includes(zone) && !delegated.includes(zone))
        .filter(({ values }) => isAbsent(values, "vpcs"))
        .map((zone) => ({ urn: zone.urn, argument: "name", found: zone.values["name"] }));
    },
  },
  {
    id: "CF-03-public",
    severity: "warning",
    type: s3.bucket,
    limit: "all public access blocked on a bucket that CloudFront serves",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    fix: "Add an aws.s3.BucketPublicAccessBlock with all four switches on.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const blocked = graph
        .ofType(s3.bucketPublicAccessBlock)
        .map((block) => graph.one(block, "bucket", s3.bucket));
      if (blocked.includes(undefined)) return [];
      return graph
        .ofType(cloudfront.distribution)
        .flatMap((distribution) => graph.candidates(distribution, "origins", s3.bucket))
        .filter((bucket) => !blocked.includes(bucket) && isAbsent(bucket.values, "website"))
        .map((bucket) => ({ urn: bucket.urn, argument: "publicAccessBlock", found: undefined }));
    },
  },
];

/** Where it is not known, but not chosen either: the region of the stack's providers, if they are in one. */
function regionOf(graph: Graph, resource: StackResource): string | undefined {
  const own = textAt(resource.values, "region");
  if (own !== undefined || resource.propertyDependencies["region"] !== undefined) return own;
  const [region, ...others] = new Set(regionsOfProviders(graph));
  return others.length === 0 ? region : undefined;
}

/** What an alias may point to by a name of AWS's. */
const ALIAS_TARGETS = [
  cloudfront.distribution,
  lb.loadBalancer,
  lb.albLoadBalancer,
  apigatewayv2.apiDomainName,
  apigateway.restDomainName,
  lb.classicLoadBalancer,
];
const HOST_OF_AWS =
  /(\.|^)(cloudfront\.(net|cn)|amazonaws\.com(\.cn)?|awsglobalaccelerator\.com)\.?$/;

/** The zones of CloudFront, of all partitions and of China. */
function isEdge(zoneId: string): boolean {
  return zoneId === "Z2FDTNDATAQYW2" || zoneId === "Z3RFFRIM2A3IF5";
}

function isHostedZone(urn: string): boolean {
  return urn.split("::")[2]?.split("$").at(-1) === route53.zone;
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
