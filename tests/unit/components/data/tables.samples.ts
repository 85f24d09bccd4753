/** One of each component: tables. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Table: withArgs({ hashKey: "id", stream: "NEW_IMAGE" }),
  SessionTable: withArgs(),
};
