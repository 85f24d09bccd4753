/** Partner: prints ordered from a print-lab, whose API lets in our fixed IP addresses only. */
import * as pulumi from "@pulumi/pulumi";
import { LambdaFunction } from "../../components/compute";
import { Broker } from "../../components/decoupling";
import type { FeatureNeeds } from "..";
import { orderPrint } from "./order-print";
import { orderQueuedPrints } from "./order-queued-prints";
import { pricePrint } from "./price-print";
import { queuePrint } from "./queue-print";
import { quotePrint } from "./quote-print";
import { orderWaitSeconds, requestPrint } from "./request-print";

/** Joins the feature's handlers to the layers. */
export function partner(needs: FeatureNeeds): void {
  const { settings, network, data, decoupling, compute, web } = needs;
  const inside = { parent: compute };
  const { photos: table } = data.tables;
  const { originals } = data.buckets;
  // Checked: a stack that names the feature has its settings.
  const lab = { labUrl: pulumi.output(settings.partner!.labUrl) };
  // Three attempts and their pauses take 16 s at most (see print-lab.ts).
  const behindFixedIps = { vpc: { network, egress: true }, timeout: 20 };

  // A quote waits for the lab, up to 28 s: what one caller asks for adds up, in two functions a quote.
  const bounded = { reservedConcurrentExecutions: needs.publicConcurrency };

  const price = new LambdaFunction(
    "price-print",
    pricePrint(lab),
    { ...behindFixedIps, ...bounded },
    inside,
  );
  const quote = new LambdaFunction(
    "quote-print",
    quotePrint({ table: table.name, pricePrint: price.arn }),
    { access: [table.read(), price.invoke()], timeout: 28, ...bounded },
    inside,
  );
  const authorization = web.api.checksTokens ? "jwt" : "none";
  web.api.route("GET /photos/{photoId}/print", quote, { authorization });

  const order = new LambdaFunction(
    "order-print",
    orderPrint(lab),
    {
      ...behindFixedIps,
      onFailure: decoupling.queues.failures,
      maximumEventAgeInSeconds: orderWaitSeconds,
    },
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
  if (settings.partner?.broker) {
    queuedPrints(needs, lab);
  }
}

/** Orders that may wait: for a day while the lab is out of reach, in a broker that the lab's own programs could read, too. */
function queuedPrints(needs: FeatureNeeds, lab: { labUrl: pulumi.Output<string> }): void {
  const { settings, network, data, decoupling, compute, web } = needs;
  const inside = { parent: compute };
  const { photos: table } = data.tables;
  const { originals } = data.buckets;
  const { failures } = decoupling.queues;
  const { disposable } = settings.data;
  const queue = "print-orders";
  const broker = new Broker(
    queue,
    { network, engineType: "ActiveMQ", disposable },
    { parent: decoupling },
  );

  new LambdaFunction(
    "order-queued-prints",
    orderQueuedPrints({ ...lab, originals: originals.name, failures: failures.url }),
    {
      vpc: { network, egress: true },
      // All of a batch at once: three attempts and their pauses take 16 s at most.
      on: broker.messages(queue, { batchSize: 5 }),
      access: [originals.read(), failures.send()],
      timeout: 28,
      tracing: false, // X-Ray does not follow messages of a broker
    },
    inside,
  );
  const later = new LambdaFunction(
    "queue-print",
    queuePrint({
      table: table.name,
      broker: { urls: broker.urls("stomp"), secret: broker.secretArn, queue },
    }),
    // Each of two brokers has nine seconds: to connect, and to answer twice.
    {
      vpc: { network, egress: true },
      access: [table.read(), broker.connect("stomp")],
      timeout: 25,
    },
    inside,
  );
  web.api.route("POST /photos/{photoId}/print/later", later);
}
