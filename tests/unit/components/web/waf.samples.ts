/** One of each component: web ACLs. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Waf: withArgs({ rateLimit: 1000 }),
};
