/** Claims of names that the world resolves: records, aliases of distributions, domains of APIs. */
import type { ClaimFact, ClaimTable } from "./fact";

const recordFix = "Leave one of them out: a name has one record of a type.";

/** ChangeResourceRecordSets: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-creating.html */
const record: ClaimFact = {
  space: "record",
  argument: "name",
  scope: "world", // the id of a hosted zone is
  ignoringCase: true,
  key: ["zoneId", "type", "setIdentifier?", ["fqdn", "name"]],
  message: "",
  fix: recordFix,
};

export const edgeClaims: ClaimTable = {
  "aws:route53/record:Record": [
    {
      ...record,
      when: "!allowOverwrite",
      code: "InvalidChangeBatch",
      message:
        "Tried to create resource record set [name='{name}', type='{type}'] but it already exists",
    },
    {
      ...record,
      when: "allowOverwrite",
      message: "each writes over the other's, and deleting one takes the name from both",
      shared: ["records", "aliases", "ttl"],
    },
    {
      space: "record name",
      argument: "name",
      scope: "world",
      ignoringCase: true,
      key: ["zoneId", ["fqdn", "name"]],
      code: "InvalidChangeBatch",
      message:
        "RRSet of type {type} with DNS name {name} is not permitted because a conflicting RRSet with the same DNS name already exists",
      fix: "A name with a CNAME has no other record: use an alias record (A and AAAA) instead.",
      together: "type=CNAME",
    },
    {
      space: "record routing",
      argument: "name",
      scope: "world",
      ignoringCase: true,
      key: ["zoneId", "type", ["fqdn", "name"]],
      code: "InvalidChangeBatch",
      message:
        "RRSet with DNS name {name}, type {type} can't be created: a simple record and one with a set identifier exclude each other",
      fix: "Give each record of the name a setIdentifier and a routing policy, or leave one out.",
      together: "setIdentifier=",
    },
  ],
  "aws:route53/zone:Zone": [
    {
      scope: "world",
      key: ["name", "vpcs[*].vpcId"],
      ignoringCase: true,
      code: "ConflictingDomainExists",
      message: "The VPC {name} is already associated with another hosted zone of the same name",
    },
  ],
  "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec": [
    { scope: "world", key: ["hostedZoneId"], message: "a hosted zone is signed once" },
  ],
  "aws:route53/queryLog:QueryLog": [
    {
      scope: "world",
      key: ["zoneId"],
      code: "QueryLoggingConfigAlreadyExists",
      message: "A query logging configuration already exists for the hosted zone {zoneId}",
    },
  ],
  "aws:cloudfront/distribution:Distribution": [
    {
      space: "distribution alias",
      scope: "world",
      ignoringCase: true,
      key: ["aliases[*]"],
      code: "CNAMEAlreadyExists",
      message:
        "One or more of the CNAMEs you provided are already associated with a different resource.",
      fix: "Serve both from one distribution, by its routes, or give each names of its own.",
    },
  ],
  "aws:apigatewayv2/domainName:DomainName": [
    {
      space: "API domain",
      ignoringCase: true,
      key: ["domainName"],
      code: "ConflictException",
      message: "The domain name you provided already exists.",
    },
  ],
  "aws:apigateway/domainName:DomainName": [
    {
      space: "API domain",
      ignoringCase: true,
      key: ["domainName"],
      code: "BadRequestException",
      message: "The domain name you provided already exists.",
      when: "!policy", // a private domain's name may repeat
    },
  ],
  "aws:apigatewayv2/apiMapping:ApiMapping": [
    {
      space: "API mapping",
      key: ["domainName", "apiMappingKey?"],
      code: "ConflictException",
      message: "ApiMapping key already exists for this domain name",
    },
  ],
  "aws:apigateway/basePathMapping:BasePathMapping": [
    {
      space: "API mapping",
      key: ["domainName", "basePath?"],
      code: "ConflictException",
      message: "Base path already exists for this domain name",
    },
  ],
  "aws:wafv2/webAclAssociation:WebAclAssociation": [
    {
      scope: "world",
      key: ["resourceArn"],
      message: "a resource has one web ACL: the last one wins",
    },
  ],
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": [
    {
      scope: "world",
      key: ["resourceArn"],
      message: "a web ACL has one logging configuration: the last one wins",
    },
  ],
};
