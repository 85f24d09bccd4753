/** Tells operators what AWS says of its own health. */
import type { EventBridgeEvent } from "aws-lambda";
import type { Value } from "../value";
import { tellOperators } from "./tell-operators";

/** What AWS Health puts onto the account's bus. */
export const healthEvents = { source: ["aws.health"], "detail-type": ["AWS Health Event"] };

export interface HealthDetail {
  service: string;
  eventTypeCode: string;
  eventTypeCategory: string;
  eventDescription?: readonly { language: string; latestDescription: string }[];
  affectedEntities?: readonly { entityValue: string }[];
}

/**
 * The handler of the rule.
 *
 * @param needs `topic`: ARN of the topic that operators listen to.
 */
export function relayHealth({ topic }: { topic: Value }) {
  return async ({ detail, region }: EventBridgeEvent<string, HealthDetail>): Promise<void> => {
    const { service, eventTypeCode, eventDescription = [], affectedEntities = [] } = detail;
    const description = eventDescription[0]?.latestDescription ?? eventTypeCode;
    const affected = affectedEntities.map(({ entityValue }) => `- ${entityValue}`);
    await tellOperators(
      topic.get(),
      `AWS ${service} in ${region}: ${eventTypeCode}`,
      [description, ...affected].join("\n"),
    );
  };
}
