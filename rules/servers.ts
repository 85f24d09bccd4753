/** What a server is started with: instances and launch templates. */
import { custom } from "./base/checks";
import { ec2 } from "./base/types/ec2";
import { unknown, type ResourceRule } from "./base/rule";
import { isAbsent, isRecord, textAt, valueAt } from "./base/values";

const HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";
const GUIDE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide";

/** Bytes of user data before they are encoded. */
export const userDataBytes = 16_384;

const servers = [ec2.instance, ec2.launchTemplate];

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "SEC-EC2-metadata",
    servers,
    {
      severity: "warning",
      limit: "instance metadata of version 2 alone",
      source: HUB,
      fix: 'Set metadataOptions to { httpTokens: "required" }.',
    },
    (inputs) => {
      const options = valueAt(inputs, "metadataOptions");
      const isOff = isRecord(options) && options.httpEndpoint === "disabled";
      const tokens = valueAt(inputs, "metadataOptions.httpTokens");
      return options === unknown || tokens === unknown || tokens === "required" || isOff
        ? undefined
        : { argument: "metadataOptions.httpTokens", found: tokens };
    },
  ),
  custom(
    "SEC-EC2-hops",
    servers,
    {
      severity: "warning",
      limit: "1 hop, so that containers on the server don't get its credentials",
      source: `${GUIDE}/instancedata-data-retrieval.html`,
      fix: "Set metadataOptions.httpPutResponseHopLimit to 1.",
    },
    (inputs) => {
      const hops = valueAt(inputs, "metadataOptions.httpPutResponseHopLimit");
      return typeof hops === "number" && hops > 1
        ? { argument: "metadataOptions.httpPutResponseHopLimit", found: hops }
        : undefined;
    },
  ),
  custom(
    "EC2-02-user-data",
    servers,
    {
      limit: "user data of 16 KB before they are encoded",
      source: `${GUIDE}/instancedata-add-user-data.html`,
      fix: "Fetch what is larger from S3 when the server starts.",
    },
    (inputs, _context, { type }) => {
      const isTemplate = type === ec2.launchTemplate;
      const argument = isAbsent(inputs, "userDataBase64") ? "userData" : "userDataBase64";
      const text = textAt(inputs, argument);
      const isEncoded = isTemplate || argument === "userDataBase64";
      const bytes = Buffer.from(text ?? "", isEncoded ? "base64" : "utf8").length;
      return bytes > userDataBytes ? { argument, found: `${bytes} bytes` } : undefined;
    },
  ),
  custom(
    "EC2-02-encoded",
    ec2.launchTemplate,
    {
      limit: "user data in base64",
      source: `${GUIDE}/create-launch-template.html`,
      fix: 'Write Buffer.from(script).toString("base64").',
    },
    (inputs) => {
      const text = textAt(inputs, "userData");
      const isEncoded = text === undefined || /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text);
      return isEncoded ? undefined : { argument: "userData", found: text.slice(0, 40) };
    },
  ),
  custom(
    "EC2-02-interface",
    ec2.instance,
    {
      limit:
        "subnet, security groups and public address of the instance, or a primaryNetworkInterface",
      source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html",
      fix: "Give them to the network interface.",
    },
    (inputs) => {
      if (isAbsent(inputs, "primaryNetworkInterface")) return undefined;
      return ["subnetId", "vpcSecurityGroupIds", "associatePublicIpAddress"]
        .filter((argument) => !isAbsent(inputs, argument))
        .map((argument) => ({ argument, found: valueAt(inputs, argument) }));
    },
  ),
];
