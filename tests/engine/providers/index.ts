/** Everything the engine needs to know of providers: starts them, says where they are. */
import * as path from "path";
import { Cloud } from "./cloud";
import { ModelledProvider } from "./modelled-provider";
import { Apart, startApart } from "./process-apart";
import { serve } from "./service";

export { Cloud, Standing } from "./cloud";
export * from "./faults";

export interface Providers {
  /** For `PULUMI_DEBUG_PROVIDERS`: the engine connects instead of starting plugins. */
  readonly addresses: string;
  stop(): void;
}

/** aws, random and docker-build in this process, in front of `cloud`; awsx in one of its own. */
export async function startProviders(cloud: Cloud): Promise<Providers> {
  awsx ??= startApart(path.join(__dirname, "awsx-process.ts"));
  const served = await Promise.all(
    ["aws", "random", "docker-build"].map(async (name) => ({
      name,
      ...(await serve(new ModelledProvider(name, cloud))),
    })),
  );
  const addresses = served.map(({ name, port }) => `${name}:${port}`);
  return {
    addresses: [...addresses, `awsx:${(await awsx).port}`].join(),
    stop: () => served.forEach(({ stop }) => stop()),
  };
}

/** awsx keeps nothing, so one process serves all tests. `Construct` touches globals of the SDK. */
let awsx: Promise<Apart> | undefined;
