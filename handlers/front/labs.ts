/** The API of print-labs, each with a key of its own: they tell how far orders are, and read back what they told. */
import { LambdaFunction } from "../../components/compute";
import type { Table } from "../../components/data";
import { type OriginSecret, Waf } from "../../components/security";
import { RestApi } from "../../components/web";
import type { FeatureNeeds } from "..";
import { listOrderStates } from "./list-order-states";
import { orderStateSchema, takeOrderState } from "./take-order-state";

/** Makes the API, which answers by the CDN alone: its web ACL asks for what the CDN adds. */
export function labs(
  { compute, dns, environment, inFront, web }: FeatureNeeds,
  states: Table,
  requiredHeader: OriginSecret,
): void {
  const inside = { parent: compute };
  const waf = new Waf("labs-waf", { requiredHeader }, { parent: environment });
  const plans = { labs: { rateLimit: 5, keys: ["print-lab"] } };
  const api = new RestApi(
    "labs",
    {
      usagePlans: plans,
      webAcl: waf,
      domain: dns && { name: `labs.${dns.domain}`, certificate: dns.certificate },
      disableExecuteApiEndpoint: dns !== undefined,
    },
    { parent: web },
  );
  const keyed = { authorization: "none", apiKeyRequired: true } as const;
  const take = new LambdaFunction(
    "take-order-state",
    takeOrderState({ states: states.name }),
    { access: [states.write()], timeout: 10 },
    inside,
  );
  api.route("PUT /orders/{orderId}", take, { ...keyed, request: { body: orderStateSchema } });
  // As it is read: a year of orders takes longer than the API waits for a whole answer, and is more than one may hold.
  const list = new LambdaFunction(
    "list-order-states",
    { stream: listOrderStates({ states: states.name }) },
    { access: [states.scan()], timeout: 300 },
    inside,
  );
  api.route("GET /orders", list, { ...keyed, response: "stream" });
  inFront.origins.labs = api;
  if (dns) dns.alias("labs", api.alias());
}
