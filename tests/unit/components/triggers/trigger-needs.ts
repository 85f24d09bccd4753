/**
 * What each trigger takes, written out: from the pages of the Lambda guide on each source, and of the
 * source's own guide on who it calls as.
 */
interface Statement {
  readonly [field: string]: unknown;
}

/** What is called, and whether messages lie under a key of the customer's. */
interface Setting {
  /** ARN of the function, or of its alias. */
  readonly work: string;
  /** In a permission: nothing for the function, the alias' name where there is one. */
  readonly qualifier: { readonly qualifier?: string };
  readonly keys: boolean;
}

interface Needs {
  /** In the function's role, beside its logs and its variables' key. */
  readonly role?: (setting: Setting) => Statement[];
  readonly permissions?: (setting: Setting) => Statement[];
  /** Of other roles, by their policies' names. */
  readonly otherRoles?: (setting: Setting) => Record<string, Statement[]>;
  /** What the policies of queues, topics and buckets allow, by their names. */
  readonly policies?: (setting: Setting) => Record<string, Statement[]>;
  /** Services that the key for messages lets in by themselves. */
  readonly messagesKey?: readonly Statement[];
  /** What the source's own resource names. */
  readonly calls?: (setting: Setting) => string[];
}

const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:work";
const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:${name}`;

const allow = (Action: string | string[], Resource: string): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
});
const invoke = (setting: Setting, principal: string, sourceArn: string, more: object = {}) => [
  {
    action: "lambda:InvokeFunction",
    function: "work",
    principal,
    sourceArn,
    ...more,
    ...setting.qualifier,
  },
];
const admit = (service: string, queue: string, source: string | string[]): Statement => ({
  Effect: "Allow",
  Principal: { Service: service },
  Action: "sqs:SendMessage",
  Resource: queueArn(queue),
  Condition: { ArnEquals: { "aws:SourceArn": source } },
});
const keyUse = (service: string, Condition?: object): Statement => ({
  Principal: { Service: service },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Condition,
});
const ofThisAccount = { StringEquals: { "aws:SourceAccount": "123456789012" } };

const readKey = ({ keys }: Setting, purpose = "messages") =>
  keys ? [allow(["kms:Decrypt"], `key of ${purpose}`)] : [];
const sendTo = ({ keys }: Setting, queue: string) => [
  allow(["sqs:SendMessage"], queueArn(queue)),
  ...(keys ? [allow(["kms:GenerateDataKey", "kms:Decrypt"], "key of messages")] : []),
];
const readClicks = allow(
  [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
  ],
  "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
);
/** "Using Lambda with Amazon MQ", Lambda guide, execution role permissions: the poller works with the function's role. */
const pollBroker = (setting: Setting) => [
  allow(
    ["secretsmanager:GetSecretValue"],
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-administrator",
  ),
  ...readKey(setting, "secrets"),
  allow(["mq:DescribeBroker"], "arn:aws:mq:eu-west-1:123456789012:broker:orders:id"),
  allow(
    [
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
    "*",
  ),
];
const invokeArn = ({ work }: Setting) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${work}/invocations`;
const called = ({ work }: Setting) => [work];

export const needed: Readonly<Record<string, Needs>> = {
  "messages of a queue": {
    role: (setting) => [
      allow(
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        queueArn("jobs"),
      ),
      ...readKey(setting),
    ],
    calls: called,
  },
  "notifications of a topic": {
    permissions: (setting) =>
      invoke(setting, "sns.amazonaws.com", "arn:aws:sns:eu-west-1:123456789012:news"),
    policies: () => ({
      "news-dead-letter-policy": [
        admit("sns.amazonaws.com", "news-dead-letters", "arn:aws:sns:eu-west-1:123456789012:news"),
      ],
    }),
    messagesKey: [keyUse("sns.amazonaws.com", ofThisAccount)],
    calls: called,
  },
  "objects of a bucket, from S3 itself": {
    // A bucket's ARN has no account.
    permissions: (setting) =>
      invoke(setting, "s3.amazonaws.com", "arn:aws:s3:::files", { sourceAccount: "123456789012" }),
    calls: called,
  },
  "objects of a bucket, through EventBridge": {
    permissions: (setting) =>
      invoke(
        setting,
        "events.amazonaws.com",
        "arn:aws:events:eu-west-1:123456789012:rule/files-to-work",
      ),
    policies: () => ({
      "files-dead-letter-policy": [
        admit("events.amazonaws.com", "files-dead-letters", [
          "arn:aws:events:eu-west-1:123456789012:rule/files-to-work",
        ]),
      ],
    }),
    messagesKey: [keyUse("events.amazonaws.com")],
    calls: called,
  },
  "records of a stream": {
    role: (setting) => [
      readClicks,
      ...readKey(setting),
      ...sendTo(setting, "clicks-failed-batches"),
    ],
    calls: called,
  },
  "records of a stream, as a consumer of its own": {
    role: (setting) => [
      readClicks,
      ...readKey(setting),
      allow(
        ["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"],
        "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks/consumer/clicks-fast:made-at",
      ),
      ...sendTo(setting, "clicks-failed-batches"),
    ],
    calls: called,
  },
  "changes of a table": {
    role: (setting) => [
      allow(
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        "arn:aws:dynamodb:eu-west-1:123456789012:table/photos/stream/made-at",
      ),
      ...readKey(setting, "data"),
      // The one action of streams that names no resource (Service Authorization Reference, DynamoDB).
      allow(["dynamodb:ListStreams"], "*"),
      ...sendTo(setting, "photos-failed-batches"),
    ],
    calls: called,
  },
  "messages of a broker, ActiveMQ": { role: pollBroker, calls: called },
  "messages of a broker, RabbitMQ": { role: pollBroker, calls: called },
  "events of a bus": {
    permissions: (setting) =>
      invoke(
        setting,
        "events.amazonaws.com",
        "arn:aws:events:eu-west-1:123456789012:rule/shop/shop-to-work",
      ),
    policies: () => ({
      "shop-dead-letter-policy": [
        admit("events.amazonaws.com", "shop-dead-letters", [
          "arn:aws:events:eu-west-1:123456789012:rule/shop/shop-to-work",
        ]),
      ],
    }),
    messagesKey: [keyUse("events.amazonaws.com")],
    calls: called,
  },
  // Scheduler calls with a role of the schedule's, so the function's policy has nothing of it.
  "a schedule": {
    otherRoles: (setting) => ({
      "nightly-policy": [
        ...sendTo(setting, "nightly-dead-letters"),
        allow("lambda:InvokeFunction", setting.work),
      ],
    }),
    calls: called,
  },
  "lines of a log group": {
    permissions: (setting) =>
      invoke(
        setting,
        "logs.amazonaws.com",
        "arn:aws:logs:eu-west-1:123456789012:log-group:audit:*",
      ),
    calls: called,
  },
  "messages of devices": {
    otherRoles: (setting) => ({ "seen-policy": sendTo(setting, "seen-errors") }),
    permissions: (setting) =>
      invoke(
        setting,
        "iot.amazonaws.com",
        "arn:aws:iot:eu-west-1:123456789012:rule/strata_test_seen",
        { sourceAccount: "123456789012" },
      ),
    calls: called,
  },
  "questions of a user pool": {
    permissions: (setting) =>
      invoke(
        setting,
        "cognito-idp.amazonaws.com",
        "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/id-of-users",
      ),
    calls: called,
  },
  "requests of a load balancer": {
    permissions: (setting) =>
      invoke(
        setting,
        "elasticloadbalancing.amazonaws.com",
        `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${setting.qualifier.qualifier ? "inner-work-alias" : "inner-work"}/id`,
      ),
    calls: called,
  },
  // All routes of the API by one permission: a function's policy ends at 20 KB.
  "requests of an HTTP API": {
    permissions: (setting) =>
      invoke(
        setting,
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:eu-west-1:123456789012:id-of-api/*/*",
      ),
    calls: called,
  },
  "requests of a REST API": {
    permissions: (setting) =>
      invoke(
        setting,
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:eu-west-1:123456789012:id-of-api/*/*",
      ),
    calls: (setting) => [invokeArn(setting)],
  },
  // Callers bring their own permission: `callUrl()`.
  "its own address, for callers with credentials": {
    calls: ({ qualifier }) => [`work:${qualifier.qualifier ?? "$LATEST"}`],
  },
  "its own address, for everyone": {
    permissions: ({ qualifier }) => [
      {
        action: "lambda:InvokeFunctionUrl",
        function: "work",
        functionUrlAuthType: "NONE",
        principal: "*",
        ...qualifier,
      },
      {
        action: "lambda:InvokeFunction",
        function: "work",
        invokedViaFunctionUrl: true,
        principal: "*",
        ...qualifier,
      },
    ],
    calls: ({ qualifier }) => [`work:${qualifier.qualifier ?? "$LATEST"}`],
  },
};

/** All that lets something happen in the program of a trigger. */
export function expectations(
  title: string,
  { onAlias, keys }: { onAlias: boolean; keys: boolean },
) {
  const setting: Setting = {
    work: onAlias ? `${FUNCTION}:live` : FUNCTION,
    qualifier: onAlias ? { qualifier: "live" } : {},
    keys,
  };
  const { role, permissions, otherRoles, policies, messagesKey = [], calls } = needed[title];
  return {
    roles: {
      ...otherRoles?.(setting),
      "work-policy": [
        allow(
          ["logs:CreateLogStream", "logs:PutLogEvents"],
          "arn:aws:logs:eu-west-1:123456789012:log-group:work-logs:*",
        ),
        ...(keys ? [allow("kms:Decrypt", "key of secrets")] : []),
        ...(role?.(setting) ?? []),
      ],
    },
    permissions: permissions?.(setting) ?? [],
    policies: policies?.(setting) ?? {},
    messagesKey: keys ? messagesKey : [],
    calls: calls?.(setting) ?? [],
  };
}
