/** Buses, rules and schedules (Amazon EventBridge). */
import type { Shape } from "../shapes";
import {
  because,
  type Facts,
  FORCES_NEW,
  inRegion,
  NAME_PREFIX,
  NO_SUCH_TYPE,
} from "../type-facts";
import type { Value } from "../wire-values";

export const facts: Facts = {
  "aws:cloudwatch/eventBus:EventBus": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:events:{region}:{account}:event-bus/{name}",
      id: "{name}",
    },
    replaces: { spec: "AWS::Events::EventBus" },
    unique: inRegion("ResourceAlreadyExistsException", "Event bus {name} already exists."),
  },
  // A second create with the same name changes or gives the first rule: nothing is unique.
  "aws:cloudwatch/eventRule:EventRule": {
    outputs: {
      name: "{auto}",
      arn: ruleArn,
      id: "{name}",
    },
    replaces: { spec: "AWS::Events::Rule", also: because(NAME_PREFIX, "namePrefix") },
  },
  "aws:cloudwatch/eventArchive:EventArchive": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:events:{region}:{account}:archive/{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::Events::Archive",
      names: { ArchiveName: "name", SourceArn: "eventSourceArn" },
    },
    unique: inRegion("ResourceAlreadyExistsException", "Archive {name} already exists."),
  },
  "aws:scheduler/schedule:Schedule": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:scheduler:{region}:{account}:schedule/default/{name}",
      id: "default/{name}",
    },
    replaces: {
      spec: "AWS::Scheduler::Schedule",
      also: { ...because(FORCES_NEW, "groupName"), ...because(NAME_PREFIX, "namePrefix") },
    },
    unique: inRegion("ConflictException", "Schedule {name} already exists.", ["groupName", "name"]),
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    replaces: { also: because(NO_SUCH_TYPE, "rule", "eventBusName", "targetId") },
  },
};

/** Rules of a bus of one's own have its name in their ARN (Service Authorization Reference, "Amazon EventBridge"). */
function ruleArn(shape: Shape): Value | undefined {
  const { region, account, inputs } = shape.subject;
  const isDefault = inputs.eventBusName === undefined || inputs.eventBusName === "default";
  const bus = isDefault ? "" : shape.text("eventBusName");
  const name = shape.text("name");
  if (name === undefined || bus === undefined) return undefined;
  const path = bus === "" ? name : `${bus}/${name}`;
  return shape.remember(`arn:aws:events:${region}:${account}:rule/${path}`, "arn");
}
