/** One of each component: user pools. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  UserPool: withArgs((name) => ({
    domain: { prefix: `photos-${name}` },
    groups: { moderators: {} },
  })),
};
