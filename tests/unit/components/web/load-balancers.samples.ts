/** One of each component: load balancers. */
import { inNetwork, withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Alb: inNetwork({ internal: true }),
  Nlb: inNetwork({ addresses: { "eu-west-1a": {}, "eu-west-1b": {} } }),
  ClassicLoadBalancer: inNetwork({
    internal: true,
    listeners: { http: { port: 80, protocol: "HTTP", instancePort: 8080 } },
  }),
  ElasticIp: withArgs(),
};
