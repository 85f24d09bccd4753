/** One of each component: APIs. */
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  HttpApi: withArgs({ authorizer: { issuer: "https://issuer.example.com", audience: ["a"] } }),
  RestApi: withArgs({ usagePlans: { labs: { rateLimit: 5, keys: ["print-lab"] } } }),
};
