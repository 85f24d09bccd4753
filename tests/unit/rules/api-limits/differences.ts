/** Where a rule's limit is another than the model's, and why. The models are of 2025. */
interface Difference {
  /** What the rule says, as the test words it. */
  readonly differs: string;
  readonly reason: string;
}

/** By id and argument of the rule. */
export const differences: Readonly<Record<string, Difference>> = {
  "ACM-02 validationMethod": {
    differs: "also NONE; also HTTP",
    reason: "NONE is the provider's word for an imported certificate; HTTP came after the models.",
  },
  "API-05 sourceArn": {
    differs: "refuses texts that the model takes",
    reason: "Holds where API Gateway calls: the ARN of an API alone then matches no request.",
  },
  "COG-02 explicitAuthFlows.*": {
    differs: "also ALLOW_USER_AUTH",
    reason: "Sign-in by choice came in November 2024, after this model.",
  },
  "COG-07 accessTokenValidity": {
    differs: "from 0, not 1; to 1440, not 86400",
    reason:
      "Holds for minutes, of which 24 hours have 1,440; 0 is the provider's word for the default.",
  },
  "COG-07-hours accessTokenValidity": {
    differs: "from 0, not 1; to 24, not 86400",
    reason:
      "Holds for hours: the model's limit is in seconds; 0 is the provider's word for the default.",
  },
  "COG-07-refresh refreshTokenValidity": {
    differs: "to 3650, not 315360000",
    reason: "Holds for days: the model's limit, ten years, is in seconds.",
  },
  "DNS-01-type type": {
    differs: "also HTTPS; also SSHFP; also SVCB; also TLSA",
    reason: "Route 53 took these four up in October 2024, after this model.",
  },
  "DNS-04 name": {
    differs: "refuses texts that the model takes",
    reason:
      "The model gives a length alone; CreateHostedZone answers InvalidDomainName for what is no name.",
  },
  "LAM-01-managed memorySize": {
    differs: "to 32768, not 10240",
    reason: "Holds for functions on managed instances, which came after the models.",
  },
  "LAM-13-runtime runtime": {
    differs:
      "not 33 values; also python3.14; also python3.13; also java25; also java17.al2023; also java11.al2023; also dotnet10",
    reason:
      "Holds with snapStart, which some runtimes have; the others are younger than the model.",
  },
  "LAM-13-storage ephemeralStorage.size": {
    differs: "from 0, not 512; to 512, not 10240",
    reason: "Holds with snapStart, which takes 512 MB alone.",
  },
  "LAM-14-scaling resourceId": {
    differs: "refuses texts that the model takes",
    reason: "Holds in the namespace lambda: the model speaks of every service's resources.",
  },
  "LAM-18 deadLetterConfig.targetArn": {
    differs: "refuses texts that the model takes",
    reason: "The model takes every ARN; Lambda sends to standard queues and topics.",
  },
  "NET-10 domain": {
    differs: "not standard",
    reason: "standard was EC2-Classic, which AWS closed in 2022.",
  },
  "SQS-03-fifo batchSize": {
    differs: "to 10, not 10000",
    reason: "Holds for FIFO queues.",
  },
  "SQS-03-fifo-window maximumBatchingWindowInSeconds": {
    differs: "to 0, not 300",
    reason: "Holds for FIFO queues, which have no batching window.",
  },
  "WAF-02 rules.*.statement.rateBasedStatement.limit": {
    differs: "from 10, not 100",
    reason: "AWS lowered the least rate to 10 in August 2024, after this model.",
  },
  "WAF-05 logDestinationConfigs.*": {
    differs: "refuses texts that the model takes",
    reason:
      "The model takes every text; PutLoggingConfiguration wants names that begin with aws-waf-logs-.",
  },
};
