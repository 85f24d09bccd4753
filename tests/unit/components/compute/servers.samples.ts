/** One of each component: servers. */
import { inNetwork, type Samples } from "../sample";

export const samples: Samples = {
  Instance: inNetwork({ port: 8080, userData: [{ script: "dnf install -y nginx" }] }),
  Fleet: inNetwork({
    scaling: { min: 1, max: 2, schedules: { night: { recurrence: "0 20 * * *", min: 1, max: 1 } } },
    lifecycleHooks: { drain: { at: "terminating", seconds: 60 } },
  }),
};
