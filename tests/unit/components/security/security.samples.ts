/** One of each component: what keeps secrets. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  EncryptionKey: withArgs({ purpose: "data" }),
  OriginSecret: withArgs(),
  Secret: withArgs(),
};
