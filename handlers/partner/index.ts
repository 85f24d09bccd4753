/** Partner: prints ordered from a print-lab, whose API lets in our fixed IP addresses only. */
import * as pulumi from "@pulumi/pulumi";
import { ComputeLayer, LambdaFunction } from "../../components/compute";
import type { VirtualNetwork } from "../../components/contracts";
import type { Bucket, Table } from "../../components/data";
import type { Queue } from "../../components/decoupling";
import type { HttpApi } from "../../components/web";
import { orderPrint } from "./order-print";
import { pricePrint } from "./price-print";
import { quotePrint } from "./quote-print";
import { requestPrint } from "./request-print";

/** What the feature needs of the layers. */
export interface PartnerNeeds {
  /** Its egress has fixed addresses. */
  network: VirtualNetwork;
  data: { tables: { photos: Table }; buckets: { originals: Bucket } };
  /** `failures` keeps the orders that could not be placed. */
  decoupling: { queues: { failures: Queue } };
  compute: ComputeLayer;
  web: { api: HttpApi };
  /** URL of the print-lab's API, https, such as `https://api.lab.example/v1`. */
  labUrl: pulumi.Input<string>;
}

/** Joins the feature's handlers to the layers. */
export function partner({ network, data, decoupling, compute, web, labUrl }: PartnerNeeds): void {
  const inside = { parent: compute };
  const { photos: table } = data.tables;
  const { originals } = data.buckets;
  const lab = { labUrl: pulumi.output(labUrl) };
  // Three attempts and their pauses take 16 s at most (see print-lab.ts).
  const behindFixedIps = { vpc: { network, egress: true }, timeout: 20 };

  const price = new LambdaFunction("price-print", pricePrint(lab), behindFixedIps, inside);
  const quote = new LambdaFunction(
    "quote-print",
    quotePrint({ pricePrint: price.arn }),
    { access: [price.invoke()], timeout: 28 },
    inside,
  );
  web.api.route("GET /photos/{photoId}/print", quote, { authorization: "none" });

  const order = new LambdaFunction(
    "order-print",
    orderPrint(lab),
    { ...behindFixedIps, onFailure: decoupling.queues.failures },
    inside,
  );
  const request = new LambdaFunction(
    "request-print",
    requestPrint({ table: table.name, originals: originals.name, orderPrint: order.arn }),
    { access: [table.read(), originals.read(), order.invoke()] },
    inside,
  );
  // Costs money at the lab, so callers need AWS credentials until the API has an authorizer.
  web.api.route("POST /photos/{photoId}/print", request);
}
