/** One of each component: what is searched. */
import { Network } from "../../../../components/network";
import { inNetwork, withArgs, type Samples } from "../sample";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

export const samples: Samples = {
  Search: inNetwork(),
  Warehouse: withArgs((name, inside) => ({
    network: new Network(`${name}-net`, { zones, egress: { mode: "single" } }, inside),
  })),
  Lake: withArgs({ columns: { page: "string", at: "timestamp" } }),
};
