/** One of each component: databases. */
import { inNetwork, type Samples } from "../sample";

export const samples: Samples = {
  Aurora: inNetwork({ engine: "postgres" }),
  Database: inNetwork({ engine: "postgres" }),
};
