/** One of each component: messages sent again. */
import { Queue } from "../../../../components/decoupling";
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Redrive: withArgs((name, inside) => ({
    failed: new Queue(`${name}-queue`, {}, inside).failed(),
  })),
};
