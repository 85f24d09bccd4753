/** One of each component: workflows. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Workflow: withArgs({ startAt: "Done", states: { Done: { type: "Succeed" } } }),
};
