/** One of each component: brokers. */
import { inNetwork, type Samples } from "../sample";

export const samples: Samples = {
  Broker: inNetwork({ engineType: "ActiveMQ" }),
};
