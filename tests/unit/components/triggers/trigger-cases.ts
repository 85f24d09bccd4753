/** Every way in which a function is run by something else, each as a program. */
import { LambdaFunction, LambdaFunctionArgs } from "../../../../components/compute";
import { Invocable, Trigger } from "../../../../components/contracts";
import { Bucket, Table } from "../../../../components/data";
import {
  Broker,
  BrokerEngine,
  Bus,
  IotRule,
  Queue,
  Schedule,
  Stream,
  Topic,
} from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { UserPool } from "../../../../components/identity";
import { LogGroup } from "../../../../components/observability";
import { Alb, HttpApi, RestApi } from "../../../../components/web";
import { Network } from "../../../../components/network";

/** Makes the function `work`, with what the case says. */
export type MakeWork = (args?: LambdaFunctionArgs<never, never>) => LambdaFunction<never, never>;

interface Inside {
  readonly parent: Environment;
}

const on =
  (source: (inside: Inside) => Trigger<never, unknown>) => (make: MakeWork, inside: Inside) => {
    make({ on: source(inside) as Trigger<never, never> });
  };
const behind =
  (host: (target: Invocable, inside: Inside) => void) => (make: MakeWork, inside: Inside) => {
    host(make(), inside);
  };

function broker(engineType: BrokerEngine, inside: Inside): Trigger<never, unknown> {
  const zones = ["eu-west-1a", "eu-west-1b"];
  const network = new Network("network", { zones, egress: { mode: "single" } }, inside);
  const args = { network, engineType, multiAz: false };
  return new Broker("orders", args, inside).messages("prints") as Trigger<never, unknown>;
}

export const triggers: Readonly<Record<string, (make: MakeWork, inside: Inside) => void>> = {
  "messages of a queue": on((inside) => new Queue("jobs", {}, inside).messages()),
  "notifications of a topic": on((inside) => new Topic("news", {}, inside).notifications()),
  "objects of a bucket, from S3 itself": on((inside) => new Bucket("files", {}, inside).created()),
  "objects of a bucket, through EventBridge": on((inside) =>
    new Bucket("files", {}, inside).created({ through: "event-bridge" }),
  ),
  "records of a stream": on((inside) => new Stream("clicks", {}, inside).records()),
  "records of a stream, as a consumer of its own": on((inside) =>
    new Stream("clicks", {}, inside).records({ consumer: "fast" }),
  ),
  "changes of a table": on((inside) =>
    new Table("photos", { hashKey: "id", stream: "NEW_IMAGE" }, inside).changes(),
  ),
  "messages of a broker, ActiveMQ": on((inside) => broker("ActiveMQ", inside)),
  "messages of a broker, RabbitMQ": on((inside) => broker("RabbitMQ", inside)),
  "events of a bus": on((inside) => new Bus("shop", {}, inside).events({ source: ["shop"] })),
  "a schedule": on((inside) =>
    new Schedule("nightly", { expression: "rate(1 day)" }, inside).runs(),
  ),
  "lines of a log group": on((inside) => new LogGroup("audit", {}, inside).lines()),
  "messages of devices": on((inside) =>
    new IotRule("seen", { sql: "SELECT * FROM 'cameras/+/seen'" }, inside).messages(),
  ),
  "questions of a user pool": on((inside) => new UserPool("users", {}, inside).on("preSignUp")),
  "requests of a load balancer": behind((target, inside) => {
    const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] }, inside);
    const when = { paths: ["/work"] };
    new Alb("inner", { network, internal: true }, inside).route("work", target, {
      ...{ when, priority: 10 },
    });
  }),
  "requests of an HTTP API": behind((target, inside) => {
    new HttpApi("api", {}, inside).route("GET /work", target, { authorization: "none" });
  }),
  "requests of a REST API": behind((target, inside) => {
    new RestApi("api", {}, inside).route("GET /work", target, { authorization: "none" });
  }),
  "its own address, for callers with credentials": (make) => void make({ url: {} }),
  "its own address, for everyone": (make) => void make({ url: { authorization: "none" } }),
};
