/** The APIs that tell how far a print is: to who ordered it, and to who sits at a lab's desk. */
import { LambdaFunction } from "../../components/compute";
import type { Table } from "../../components/data";
import type { OriginSecret } from "../../components/security";
import { HttpApi } from "../../components/web";
import type { FeatureNeeds } from "..";
import { comesByCdn } from "./comes-by-cdn";
import { showOrderState } from "./show-order-state";

/** Where those sign in who work at labs, and what their tokens are for: yours. */
const desk = { issuer: "https://login.example.com", audience: ["lab-desk"] };

/** Makes both; answers with that of customers, which comes by the CDN alone: its own function looks for what the CDN adds. */
export function prints(
  { compute, dns, inFront, network, publicConcurrency, web }: FeatureNeeds,
  states: Table,
  originHeader: OriginSecret,
): HttpApi {
  const inside = { parent: compute };
  const guard = new LambdaFunction(
    "comes-by-cdn",
    comesByCdn({ header: originHeader.name, hashes: originHeader.hashes }),
    { timeout: 5, reservedConcurrentExecutions: publicConcurrency },
    inside,
  );
  const customers = new HttpApi(
    "prints",
    {
      authorizer: { function: guard, originHeader },
      domain: dns && { name: `prints.${dns.domain}`, certificate: dns.certificate },
      disableExecuteApiEndpoint: dns !== undefined,
      vpcLink: { network },
    },
    { parent: web },
  );
  const show = new LambdaFunction(
    "show-order-state",
    showOrderState({ states: states.name }),
    { access: [states.read()], timeout: 10, reservedConcurrentExecutions: publicConcurrency },
    inside,
  );
  // Who tries ids gets no further than this, and leaves the rest of the API to others.
  const slowly = { throttlingRateLimit: 20, throttlingBurstLimit: 40 };
  customers.route("GET /orders/{orderId}", show, slowly);
  inFront.origins.prints = customers;
  if (dns) dns.alias("prints", customers.alias());

  // At a desk: people with a token of the lab's own sign-in, by the first version of what they may ask.
  const people = new HttpApi("desk", { stageName: "v1", authorizer: desk }, { parent: web });
  people.route("GET /orders/{orderId}", show);
  inFront.origins.desk = people;
  return customers;
}
