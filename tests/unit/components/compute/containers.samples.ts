/** One of each component: containers. */
import { inNetwork, withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Cluster: withArgs(),
  Service: inNetwork({ image: "public.ecr.aws/nginx/nginx-unprivileged:1.29", port: 8080 }),
  Batch: inNetwork({
    image: "public.ecr.aws/docker/library/busybox:1.37",
    command: ["true"],
  }),
};
