/** One of each component: events. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Bus: withArgs(),
  Schedule: withArgs({ expression: "cron(0 3 * * ? *)" }),
  IotRule: withArgs({ sql: "SELECT * FROM 'cameras/+/seen'" }),
};
