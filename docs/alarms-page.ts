/**
 * Writes docs/alarms.md from what each component says can go wrong with it:
 *
 *     node --require ./tests/register.js docs/alarms-page.ts
 */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import type { AlarmDefinition } from "../components/contracts";
import { Queue, Topic } from "../components/decoupling";
import { Alb, Nlb } from "../components/web";
import { withEachComponent } from "../tests/unit/components/each-component";
import type { Inside } from "../tests/unit/components/sample";

/** Where the page is. */
export const alarmsPagePath = path.join(__dirname, "alarms.md");

/** Components without alarms of their own, and why. A component of several is watched as these. */
export const withoutAlarms: Readonly<Record<string, string>> = {
  AccessLogs: "CloudFront delivers its logs or not; what they tell is the distribution's",
  AddressInventory: "an address does nothing by itself",
  AlarmTopic: "who would be told that nobody can be told?",
  Alarms: "it makes those of the others, and the one of the account's concurrency",
  AliasRecord: "a record is answered or not there; HealthCheck watches what it leads to",
  Bucket: "S3 answers; what its notifications run has alarms",
  Bus: "its events that reach no target lie in its queue of dead letters, which has an alarm",
  Cluster: "its services and fleets have alarms, and its servers are a Fleet",
  DnsRecord: "a record is answered or not there; HealthCheck watches what it leads to",
  EdgeFunction: "what it fails at is an error of the distribution, which has an alarm",
  ElasticIp: "an address does nothing by itself",
  EncryptionKey: "a key can't be overloaded within the quota, and can't be deleted unseen",
  FlowLogs: "they are for looking back",
  IotRule: "what it could not hand on lies in its queue of errors, which has an alarm",
  Ipv6Egress: "its gateway has no limit and no metric",
  LogGroup: "its lines may have filters: `logs.lines()` runs a function, which has alarms",
  Migrations: "its function has alarms, and an update fails with it",
  NatInstance: "it makes its alarm itself, in every stack: that reboots it",
  Network: "its way out, its endpoints and flow logs are components of their own",
  ObjectQueue: "its Queue has alarms, and its Topic",
  ObjectTopic: "its Topic has alarms",
  OriginSecret: "a value that changes with the program alone",
  PrivateZone: "the VPC's resolver answers",
  QueryLogs: "they are for looking back",
  Redrive: "its function has alarms",
  Schedule: "what it could not start lies in its queue of dead letters, which has an alarm",
  Secret: "Secrets Manager answers; who fetches it has alarms",
  UserPool: "its triggers are functions, which have alarms; a wrong password is no fault",
  Volume: "gp3 has no credits to run out of; a disk that stalls fails its server's status check",
  VpcEndpoints: "an endpoint answers",
  Waf: "that it turns requests away is its work; WAF-01 asks for its log",
  Zone: "Route 53 answers",
  ZoneSigning: "it makes its alarms itself, in every stack: a zone whose signing fails is gone",
};

/** What a component says of itself. */
export interface Seen {
  readonly kind: string;
  readonly isAlarmed: boolean;
  readonly alarms: readonly AlarmDefinition[];
}

/** More than the least, for alarms that are only of that. */
const fuller: Readonly<Record<string, (inside: Inside) => object>> = {
  Batch: (inside) => ({ failures: new Queue("failures", {}, inside) }),
  Emr: (inside) => ({ failures: new Queue("failures", {}, inside) }),
  EmrCluster: (inside) => ({ failures: new Queue("failures", {}, inside) }),
  Database: () => ({ replicas: { reports: {} } }),
  FileSystem: () => ({ throughputMode: "bursting" }),
  LambdaFunction: (inside) => ({
    on: new Topic("news", {}, inside).notifications(),
    onFailure: new Queue("failures", {}, inside),
  }),
};

/** Every component that makes something, in production, and the queues that it makes for what fails. */
export function seenComponents(): Promise<Seen[]> {
  return withEachComponent(
    (kind, made, watched) => {
      if (made instanceof Alb || made instanceof Nlb) made.targets("pages", { port: 8080 });
      const own = watched.filter(({ logicalName }) => logicalName === made.logicalName);
      const alarms = own.flatMap((one) => one.alarmDefinitions());
      return { kind, isAlarmed: "alarmDefinitions" in made, alarms };
    },
    (kind, inside) => fuller[kind]?.(inside) ?? {},
  );
}

/** The page as Markdown. */
export function alarmsPage(seen: readonly Seen[]): string {
  const rows = seen.flatMap(({ kind, alarms }) => alarms.map((alarm) => ({ kind, alarm })));
  const lines = rows.map(({ kind, alarm }) => {
    const { name, metricName, statistic, threshold, comparison = "GreaterThanThreshold" } = alarm;
    const sign = comparison.startsWith("Less") ? "<" : ">";
    const equal = comparison.includes("OrEqual") ? "=" : "";
    const when = `${statistic} ${sign}${equal} ${threshold.toLocaleString("en-US")}`;
    const seconds = (alarm.period ?? 300) * (alarm.evaluationPeriods ?? 1);
    return `| ${kind} | \`${name}\` | \`${metricName}\` | ${when} | ${seconds} s | ${alarm.description} |`;
  });
  const without = Object.entries(withoutAlarms).map(([name, why]) => `| ${name} | ${why} |`);
  return [
    "# Alarms",
    "",
    "<!-- Made by docs/alarms-page.ts from alarmDefinitions() of the components: edit those, then run it. -->",
    "",
    "`Alarms` makes them in production, each for $0.10 a month, and announces them to the topic of their region; elsewhere",
    "only with `enabled: true`. `overrides` sets each otherwise or leaves it out, `of` watches some components alone, with",
    "their parts: dead letters, readers, what a layer holds. A component states its own in `alarmDefinitions()`. These are",
    "those of one small component of each kind; where a threshold follows an argument (a timeout, a count), it is that of",
    "this one, and a part of a name that is the user's (a group of targets) is its.",
    "",
    "<!-- prettier-ignore -->",
    "| component | alarm | metric | when | for | what it means |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
    "",
    "`Alarms` itself adds `account-concurrency`: functions of the account use more than 80 % of the runs that it has at once.",
    "A queue that a component makes for what failed (dead letters of a topic, bus, schedule; failed batches of a stream or",
    "table) has the alarm of that name once it is made, and a function that reads a stream or a table's changes",
    "`reader-behind-<function>`: `IteratorAge`, Maximum > 3,600,000 for 300 s.",
    "",
    "## Without alarms",
    "",
    "<!-- prettier-ignore -->",
    "| component | why |",
    "| --- | --- |",
    ...without,
    "",
  ].join("\n");
}

if (require.main === module) {
  void seenComponents().then((seen) => writeFileSync(alarmsPagePath, alarmsPage(seen)));
}
