/** One of each component: caches. */
import { Table } from "../../../../components/data";
import { Network } from "../../../../components/network";
import { inNetwork, withArgs, type Samples } from "../sample";

const zones = ["eu-west-1a", "eu-west-1b"];

export const samples: Samples = {
  Dax: withArgs((name, inside) => ({
    network: new Network(`${name}-net`, { zones }, inside),
    tables: [new Table(`${name}-items`, { hashKey: "id" }, inside)],
  })),
  Memcached: inNetwork(),
  Valkey: inNetwork({ users: { app: {} } }),
};
