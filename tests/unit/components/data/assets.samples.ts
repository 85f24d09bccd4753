/** One of each component: buckets. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Bucket: withArgs(),
};
