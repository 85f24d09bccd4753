/** Brokers (Amazon MQ). */
import type { Shape } from "../shapes";
import { because, type Facts, FORCES_NEW, inRegion } from "../type-facts";
import type { Value } from "../wire-values";

/** Schemes and ports of ActiveMQ, in the order of the API ("Broker endpoints", Amazon MQ developer guide). */
const ACTIVEMQ = ["ssl:61617", "amqp+ssl:5671", "stomp+ssl:61614", "mqtt+ssl:8883", "wss:61619"];

export const facts: Facts = {
  "aws:mq/broker:Broker": {
    outputs: {
      id: "b-{uuid}",
      brokerName: "{auto}",
      arn: "arn:aws:mq:{region}:{account}:broker:{brokerName}:{id}",
      instances,
    },
    replaces: {
      spec: "AWS::AmazonMQ::Broker",
      also: because(FORCES_NEW, "dataReplicationPrimaryBrokerArn"),
      inPlace: because(
        "the provider's schema has no ForceNew",
        "authenticationStrategy",
        "storageType",
      ),
    },
    unique: inRegion(
      "ConflictException",
      "This broker name already exists. Retry your request with another name.",
      ["brokerName"],
    ),
  },
};

/** Each instance of ActiveMQ has addresses of its own; RabbitMQ has one for all, at its load balancer. */
function instances(shape: Shape): Value | undefined {
  const { inputs, region } = shape.subject;
  const id = shape.text("id");
  if (id === undefined || typeof inputs.engineType !== "string") return undefined;
  if (inputs.engineType.toUpperCase() === "RABBITMQ") {
    const host = `${id}.mq.${region}.on.aws`;
    const endpoint = shape.remember(`amqps://${host}:5671`, "instances[0].endpoints[0]");
    return [{ consoleUrl: `https://${host}`, endpoints: [endpoint], ipAddress: "" }];
  }
  const count = inputs.deploymentMode === "ACTIVE_STANDBY_MULTI_AZ" ? 2 : 1;
  return Array.from({ length: count }, (_, index) => {
    const host = `${id}-${index + 1}.mq.${region}.amazonaws.com`;
    const endpoints = ACTIVEMQ.map((known, place) => {
      const [scheme, port] = known.split(":");
      return shape.remember(
        `${scheme}://${host}:${port}`,
        `instances[${index}].endpoints[${place}]`,
      );
    });
    return { consoleUrl: `https://${host}:8162`, endpoints };
  });
}
