/** One of each component: events of buckets. */
import { ObjectTopic } from "../../../../components/decoupling";
import { Bucket } from "../../../../components/data";
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  ObjectQueue: withArgs((name, inside) => ({
    from: new ObjectTopic(
      `${name}-topic`,
      { bucket: new Bucket(`${name}-objects`, {}, inside) },
      inside,
    ),
  })),
  ObjectTopic: withArgs((name, inside) => ({
    bucket: new Bucket(`${name}-objects`, {}, inside),
  })),
};
