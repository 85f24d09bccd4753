/** A health check that takes records out of DNS. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { AlarmDefinition, Alarmed } from "../contracts";
import { RecordHealth } from "./record-routing";

/** Metrics of health checks are there alone ("Monitoring health checks using CloudWatch", Route 53 developer guide). */
const METRIC_REGION = "us-east-1";
const DEFAULT_FAILURE_THRESHOLD = 3;

/** Asks an address on the internet. */
export interface EndpointCheckArgs {
  /** Host name to ask, such as `api.example.com`; it must be reached from the internet. */
  host: pulumi.Input<string>;
  /** Path with query. Default: `/`. At most 255 characters. */
  path?: pulumi.Input<string>;
  /** Default: `HTTPS`. `TCP` asks for a connection alone and needs a port. */
  protocol?: "HTTPS" | "HTTP" | "TCP";
  /** Default: 443 with HTTPS, 80 with HTTP. Limit: 1 to 65,535. */
  port?: number;
  /** Text that the first 5,120 bytes of the answer must have, at most 255 characters. Default: any answer with status 2xx or 3xx will do. */
  contains?: string;
  /** Seconds between two questions of one checker: 30, or 10 for more money. Default: 30. Cannot be changed later. */
  interval?: 10 | 30;
}

/** Follows a CloudWatch alarm: for what the internet can't reach, such as an internal load balancer. */
export interface AlarmCheckArgs {
  alarm: {
    /** Name of the alarm. */
    readonly name: pulumi.Input<string>;
    /** Default: the environment's. */
    readonly region?: pulumi.Input<string>;
  };
}

/** Sums up other health checks. */
export interface CombinedCheckArgs {
  /** At most 256. */
  checks: readonly RecordHealth[];
  /** How many of them must be healthy. Default: all. */
  healthy?: number;
}

interface CommonArgs {
  /** Results in a row, of each checker, that turn it over. Default: 3. Limit: 1 to 10. Not with `alarm` and `checks`. */
  failureThreshold?: number;
  /** False for no alarm, where others tell of it. Default: true: the environment's alarm topic in us-east-1 is told when it turns unhealthy. */
  announce?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    healthCheck: aws.route53.HealthCheckArgs;
    unhealthy: aws.cloudwatch.MetricAlarmArgs;
  }>;
}

export type HealthCheckArgs = (EndpointCheckArgs | AlarmCheckArgs | CombinedCheckArgs) & CommonArgs;

/**
 * Route 53 asks an address from many places, follows an alarm, or sums up other checks; records that
 * name it are answered only while it is healthy.
 *
 * Creates: 1 health check and 1 alarm in us-east-1. Costs 0.50 USD a month for an address in AWS, 0.75 USD
 * for another one, 1 to 2 USD more for each of HTTPS, a text to find, and the short interval; the alarm
 * 0.10 USD.
 *
 * @example
 * const main = new HealthCheck("main", { host: "eu.api.example.com", path: "/health" });
 * dns.record("api", { type: "A", values: ["192.0.2.1"], routing: { failover: "primary" }, healthCheck: main });
 */
export class HealthCheck extends Component implements Alarmed, RecordHealth {
  readonly healthCheckId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly nodes: {
    readonly healthCheck: aws.route53.HealthCheck;
    readonly alarm?: aws.cloudwatch.MetricAlarm;
  };
  readonly #announce: boolean;

  /** @throws pulumi.RunError where arguments contradict each other */
  constructor(name: string, args: HealthCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:HealthCheck", name, args, opts);
    this.#announce = args.announce ?? true;
    const healthCheck = this.child(aws.route53.HealthCheck, main, this.checkArgs(args));
    this.healthCheckId = healthCheck.id;
    this.arn = healthCheck.arn;
    const alarm = this.#announce ? this.makeAlarm() : undefined;
    this.nodes = { healthCheck, alarm };
  }

  get announcesItself(): boolean {
    return this.nodes.alarm !== undefined;
  }

  /** None where it is not to be announced: `Alarms` would. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    return this.#announce ? [this.unhealthy()] : [];
  }

  private unhealthy(): AlarmDefinition {
    return {
      name: "unhealthy",
      description: `${this.logicalName} is unhealthy: records that name it are not answered. See which checkers fail (aws route53 get-health-check-status), then what they ask.`,
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId: this.healthCheckId },
      statistic: "Minimum",
      threshold: 1,
      comparison: "LessThanThreshold",
      period: 60,
      missingData: "breaching",
      region: METRIC_REGION,
    };
  }

  private checkArgs(args: HealthCheckArgs): aws.route53.HealthCheckArgs {
    const { failureThreshold } = args;
    if ("host" in args) return this.endpointArgs(args);
    if (failureThreshold !== undefined) {
      throw this.refuse(
        "failureThreshold",
        failureThreshold,
        "none where no address is asked",
        "remove it: the alarm, or each of the checks, has its own",
      );
    }
    if ("alarm" in args) {
      return {
        type: "CLOUDWATCH_METRIC",
        cloudwatchAlarmName: args.alarm.name,
        cloudwatchAlarmRegion: args.alarm.region ?? this.environment.region,
        insufficientDataHealthStatus: "LastKnownStatus",
      };
    }
    const { checks, healthy = checks.length } = args;
    if (healthy > checks.length) {
      throw this.refuse(
        "healthy",
        healthy,
        `at most ${checks.length}, as many as there are checks`,
        "lower it, or add checks",
      );
    }
    return {
      type: "CALCULATED",
      childHealthchecks: checks.map((check) => check.healthCheckId),
      childHealthThreshold: healthy,
    };
  }

  private endpointArgs(args: EndpointCheckArgs & CommonArgs): aws.route53.HealthCheckArgs {
    const { protocol = "HTTPS", contains } = args;
    if (protocol === "TCP" && (args.path ?? contains) !== undefined) {
      throw this.refuse(
        "path",
        args.path ?? contains,
        "neither path nor contains with TCP, which asks for a connection alone",
        'remove them, or use protocol: "HTTPS"',
      );
    }
    if (protocol === "TCP" && args.port === undefined) {
      throw this.refuse("port", args.port, "a port with TCP", "add port: 443");
    }
    return {
      type: contains === undefined ? protocol : `${protocol}_STR_MATCH`,
      fqdn: args.host,
      port: args.port ?? (protocol === "HTTP" ? 80 : 443),
      resourcePath: protocol === "TCP" ? undefined : (args.path ?? "/"),
      searchString: contains,
      requestInterval: args.interval ?? 30,
      failureThreshold: args.failureThreshold ?? DEFAULT_FAILURE_THRESHOLD,
      enableSni: protocol === "HTTPS",
      measureLatency: false,
    };
  }

  private makeAlarm(): aws.cloudwatch.MetricAlarm {
    const definition = this.unhealthy();
    const topic = this.environment.alarmTopicArn(METRIC_REGION);
    return this.child(aws.cloudwatch.MetricAlarm, definition.name, {
      alarmDescription: definition.description,
      namespace: definition.namespace,
      metricName: definition.metricName,
      dimensions: definition.dimensions,
      statistic: definition.statistic,
      threshold: definition.threshold,
      comparisonOperator: "LessThanThreshold",
      period: definition.period,
      evaluationPeriods: 1,
      treatMissingData: definition.missingData,
      alarmActions: topic ? [topic] : [],
      okActions: topic ? [topic] : [],
      region: METRIC_REGION,
    });
  }
}
