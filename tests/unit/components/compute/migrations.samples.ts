/** One of each component: migrations. */
import { Database } from "../../../../components/data";
import { Network } from "../../../../components/network";
import { type Samples, withArgs } from "../sample";

export const samples: Samples = {
  Migrations: withArgs((name, inside) => {
    const zones = ["eu-west-1a", "eu-west-1b"];
    const network = new Network(`${name}-net`, { zones, egress: { mode: "single" } }, inside);
    const database = new Database(`${name}-database`, { network, engine: "postgres" }, inside);
    return { network, database, folder: "tests/unit/components/compute/fixtures/schema" };
  }),
};
