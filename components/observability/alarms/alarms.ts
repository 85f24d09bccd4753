/** Alarms of all that is watched, and the one page that shows it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { defaultAccountConcurrency } from "../../../rules/stack/concurrency";
import { Component, isAlarmed, Transforms } from "../../component";
import type { AlarmDefinition, Alarmed, Whole } from "../../contracts";
import { dashboardBody } from "./dashboard";

/** What may be said otherwise of one alarm; `false`: there is none. */
export type AlarmOverride =
  false | Partial<Pick<AlarmDefinition, "threshold" | "period" | "evaluationPeriods">>;

export interface AlarmsArgs {
  /** What is watched, with all its parts so far: a component's dead letters and readers, a layer's components. Default: all of the environment so far; so this one is made last. */
  of?: readonly (Alarmed | Component)[];
  /** True to make alarms and dashboard, false for neither. Default: where the environment is for production. */
  enabled?: boolean;
  /** Alarms that differ, by component and alarm: `{ "data-photos": { throttled: { threshold: 10 }, ... } }`. Default: none. */
  overrides?: Readonly<Record<string, Readonly<Record<string, AlarmOverride>>>>;
  /** Runs of functions that the account allows at once in the region. Default: 1,000. */
  accountConcurrency?: number;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    alarm: aws.cloudwatch.MetricAlarmArgs;
    dashboard: aws.cloudwatch.DashboardArgs;
  }>;
}

/** Share of the account's concurrency from which on functions are soon turned away. */
const CONCURRENCY_SHARE = 0.8;

/**
 * An alarm for everything that a component says can go wrong with it, announced to the topic of its
 * region, and a dashboard with the same metrics by layer.
 *
 * Creates: 1 alarm a definition ($0.10 a month each), 1 dashboard ($3 a month beyond the third of an
 * account), and the topics they need. Nothing outside of production unless it is asked for.
 *
 * @example
 * new Alarms("alarms", { overrides: { "list-photos": { errors: { threshold: 5 } } } }, inside);
 */
export class Alarms extends Component {
  readonly #named = new Map<string, number>();

  constructor(name: string, args: AlarmsArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:Alarms", name, args, opts);
    if (!(args.enabled ?? this.environment.production)) return;
    const watched = this.#watched(args.of).filter(({ announcesItself }) => !announcesItself);
    this.#refuseUnknown(watched, args.overrides ?? {});
    const shown = watched.map((component) => ({
      component,
      definitions: component.alarmDefinitions().flatMap((definition) => {
        const changed = args.overrides?.[component.logicalName]?.[definition.name] ?? {};
        return changed === false ? [] : [{ ...definition, ...changed }];
      }),
    }));
    for (const { component, definitions } of shown) {
      definitions.forEach((one) => this.#make(`${component.logicalName}-${one.name}`, one));
    }
    const pool = args.accountConcurrency ?? defaultAccountConcurrency;
    const account = accountConcurrency(pool);
    this.#make(account.name, account);
    this.child(
      aws.cloudwatch.Dashboard,
      "dashboard",
      {
        dashboardName: [pulumi.getProject(), pulumi.getStack(), name].join("-"),
        dashboardBody: dashboardBody([...shown], account, this.environment.region),
      },
      { key: "dashboard" },
    );
  }

  /** Without `of` what the environment was told of; of these what `of` names or holds, and what it does not know. */
  #watched(of: AlarmsArgs["of"]): readonly Alarmed[] {
    const all = this.environment.watched?.() ?? [];
    if (of === undefined) return all;
    const named = of.flatMap((whole) => {
      const parts = all.filter((one) => one !== whole && isWithin(one, whole));
      const found = isAlarmed(whole) ? [whole, ...parts] : parts;
      if (found.length > 0) return found;
      const fix = "leave it out; docs/alarms.md says who has alarms";
      throw this.refuse("of", whole.logicalName, "what has alarms, or parts with alarms", fix);
    });
    return [...new Set(named)];
  }

  #make(wanted: string, definition: AlarmDefinition): void {
    const { region } = definition;
    // A queue and a topic may have one name, and dead letters both: the first keeps it.
    const times = (this.#named.get(wanted) ?? 0) + 1;
    this.#named.set(wanted, times);
    const suffix = times === 1 ? wanted : `${wanted}-${times}`;
    const topic = this.environment.alarmTopicArn(region);
    const actions = topic ? [topic] : [];
    const percentile = definition.statistic.startsWith("p");
    this.child(
      aws.cloudwatch.MetricAlarm,
      suffix,
      {
        alarmDescription: definition.description,
        namespace: definition.namespace,
        metricName: definition.metricName,
        dimensions: definition.dimensions,
        ...(percentile
          ? { extendedStatistic: definition.statistic }
          : { statistic: definition.statistic }),
        threshold: definition.threshold,
        comparisonOperator: definition.comparison ?? "GreaterThanThreshold",
        period: definition.period ?? 300,
        evaluationPeriods: definition.evaluationPeriods ?? 1,
        treatMissingData: definition.missingData ?? "notBreaching",
        alarmActions: actions,
        okActions: actions,
        region,
      },
      { key: "alarm" },
    );
  }

  /** A name that nobody has would change nothing, in silence. */
  #refuseUnknown(
    watched: readonly Alarmed[],
    overrides: NonNullable<AlarmsArgs["overrides"]>,
  ): void {
    for (const [name, alarms] of Object.entries(overrides)) {
      // A component, and the queues that it makes for what fails.
      const named = watched.filter(({ logicalName }) => logicalName === name);
      const known = named.flatMap((one) => one.alarmDefinitions()).map((one) => one.name);
      for (const alarm of Object.keys(alarms)) {
        if (known.includes(alarm)) continue;
        const allowed =
          named.length > 0
            ? `an alarm of it: ${known.join(", ")}`
            : `a component that is watched: ${watched.map(({ logicalName }) => logicalName).join(", ")}`;
        throw this.refuse(`overrides.${name}`, alarm, allowed, "correct the name");
      }
    }
  }
}

function isWithin(one: Whole | undefined, whole: Whole): boolean {
  return one !== undefined && (one === whole || isWithin(one.partOf, whole));
}

/** Functions of the account share one pool in a region; what a neighbour takes is missing here. */
function accountConcurrency(pool: number): AlarmDefinition {
  return {
    name: "account-concurrency",
    description: `Functions of this account use more than ${CONCURRENCY_SHARE * 100} % of the ${pool} runs that it has at once: have the quota raised, or set less aside.`,
    namespace: "AWS/Lambda",
    metricName: "ConcurrentExecutions",
    dimensions: {},
    statistic: "Maximum",
    threshold: CONCURRENCY_SHARE * pool,
    period: 60,
    evaluationPeriods: 3,
  };
}
