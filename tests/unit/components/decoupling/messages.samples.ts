/** One of each component: messages. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Queue: withArgs(),
  Topic: withArgs(),
  Stream: withArgs(),
};
