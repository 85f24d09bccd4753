/** Workflows (AWS Step Functions). */
import { because, type Facts, inRegion, NAME_PREFIX } from "../type-facts";

export const facts: Facts = {
  "aws:sfn/stateMachine:StateMachine": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:states:{region}:{account}:stateMachine:{name}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::StepFunctions::StateMachine",
      names: { StateMachineName: "name", StateMachineType: "type" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: inRegion("StateMachineAlreadyExists", "State Machine Already Exists: '{name}'"),
  },
};
