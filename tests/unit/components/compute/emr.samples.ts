/** One of each component: Spark. */
import { Bucket } from "../../../../components/data";
import { Network } from "../../../../components/network";
import { inNetwork, withArgs, type Samples } from "../sample";

const zones = ["eu-west-1a", "eu-west-1b"];

export const samples: Samples = {
  Emr: inNetwork(),
  EmrCluster: withArgs((name, inside) => ({
    network: new Network(`${name}-net`, { zones, egress: { mode: "single" } }, inside),
    logs: new Bucket(`${name}-logs`, { purpose: "logs" }, inside),
    certificates: {
      location: "s3://certificates/emr.zip",
      access: new Bucket(`${name}-certificates`, {}, inside).read("emr.zip"),
    },
  })),
};
