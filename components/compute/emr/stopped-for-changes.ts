/** EMR Serverless changes an application only while it is stopped. */
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentCredentials } from "../../base/environment-facts";
import { knowsHooks } from "../../base/resource-hooks";
import type * as Stop from "./stop-application";

type Values = Readonly<Record<string, unknown>>;

/** A hook that stops the application before an update of anything but its tags, which may change at any time. */
export function stoppedForChanges(
  credentials: EnvironmentCredentials,
): pulumi.ResourceHookBinding | undefined {
  if (!knowsHooks()) return undefined;
  return {
    beforeUpdate: [
      async ({ oldInputs, newInputs, oldOutputs }) => {
        if (isDeepStrictEqual(withoutTags(oldInputs), withoutTags(newInputs))) return;
        // With the SDK in it, loaded when it is needed.
        // eslint-disable-next-line @typescript-eslint/no-require-imports
        const { stopApplication } = require("./stop-application") as typeof Stop;
        await stopApplication(String((oldOutputs as Values).arn), credentials);
      },
    ],
  };
}

function withoutTags(inputs: Values = {}): Values {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !/^tags(All)?$/.test(name)));
}
