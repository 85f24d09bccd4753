/** Images built on the program's machine (docker-build package). */
import { type Facts } from "../type-facts";

export const facts: Facts = {
  "docker-build:index:Image": {
    outputs: {
      digest: "sha256:{hex:64}",
      contextHash: "{hex:64}",
    },
  },
};
