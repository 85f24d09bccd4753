/** One of each component: the CDN. */
import * as pulumi from "@pulumi/pulumi";
import { EdgeFunction } from "../../../../components/cdn";
import { Bucket } from "../../../../components/data";
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  AccessLogs: withArgs((name, inside) => ({
    distributionArn: pulumi.output("arn:aws:cloudfront::123456789012:distribution/E1"),
    bucket: new Bucket(`${name}-logs`, {}, inside),
  })),
  Distribution: withArgs((name, inside) => ({
    origins: { site: new Bucket(`${name}-site`, {}, inside) },
  })),
  EdgeFunction: (_type, name, inside, more) =>
    new EdgeFunction(
      name,
      (event) => event.request,
      { values: { host: "www.example.com" }, ...more },
      inside,
    ),
};
