/** Front: the ways in beside the page, for print-labs and their customers, for those who allow fixed addresses alone, and for who watches. */
import { LambdaFunction } from "../../components/compute";
import { Table } from "../../components/data";
import { OriginSecret, Waf } from "../../components/security";
import { Alb, HttpApi, Nlb, RestApi } from "../../components/web";
import type { FeatureNeeds } from "..";
import { comesByCdn } from "./comes-by-cdn";
import { reportHealth } from "./report-health";
import { showOrderState } from "./show-order-state";
import { orderStateSchema, takeOrderState } from "./take-order-state";

/** Where the page stands that says when the gallery is back: yours. */
const standIn = "192.0.2.53";
/** Where the labs deliver, and so whom the gallery serves: yours. */
const served = ["AT", "BE", "CH", "DE", "DK", "ES", "FR", "IE", "IT", "LU", "NL", "PL", "PT", "SE"];

/** Joins the feature's hosts and handlers to the layers. */
export function front(needs: FeatureNeeds): void {
  const { compute, data, dns, environment, inFront, network, publicConcurrency, web } = needs;
  const inside = { parent: compute };
  const disposable = !environment.production;
  inFront.webAcl = new Waf("edge-waf", { scope: "CLOUDFRONT" }, { parent: environment });
  inFront.geoRestriction = { restrictionType: "whitelist", locations: served };

  // Print-labs, each with a key of its own, by the CDN alone: it adds what the web ACL asks for.
  const requiredHeader = new OriginSecret("origin-secret", {}, { parent: environment });
  const waf = new Waf("labs-waf", { requiredHeader }, { parent: environment });
  const plans = { labs: { rateLimit: 5, keys: ["print-lab"] } };
  const labs = new RestApi("labs", { usagePlans: plans, webAcl: waf }, { parent: web });
  const states = new Table("order-states", { hashKey: "orderId", disposable }, { parent: data });
  const take = new LambdaFunction(
    "take-order-state",
    takeOrderState({ states: states.name }),
    { access: [states.write()], timeout: 10 },
    inside,
  );
  const keyed = { authorization: "none", apiKeyRequired: true } as const;
  labs.route("PUT /orders/{orderId}", take, { ...keyed, request: { body: orderStateSchema } });
  inFront.origins.labs = labs;

  // Whether all is well: for the CDN without the internet, for others at fixed addresses.
  const alb = new Alb(
    "inner",
    { network, internal: true, certificate: dns?.certificate },
    { parent: web },
  );
  const health = new LambdaFunction(
    "report-health",
    reportHealth({ photos: data.tables.photos.name }),
    { access: [data.tables.photos.read()], timeout: 10 },
    inside,
  );
  alb.route("health", health, { when: { paths: ["/health.json"] }, priority: 10 });
  // Where nobody answers, the site's own file says so.
  inFront.origins.health = { origin: alb, pathPattern: "/health.json", fallback: "site" };

  // How far a print is, for who ordered it: by the CDN alone, whose header the API's own function looks for.
  const guard = new LambdaFunction(
    "comes-by-cdn",
    comesByCdn({ header: requiredHeader.name, hashes: requiredHeader.hashes }),
    { timeout: 5, reservedConcurrentExecutions: publicConcurrency },
    inside,
  );
  const name = dns && `prints.${dns.domain}`;
  const prints = new HttpApi(
    "prints",
    {
      authorizer: { function: guard, originHeader: requiredHeader },
      domain: dns && name ? { name, certificate: dns.certificate } : undefined,
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
  prints.route("GET /orders/{orderId}", show);
  prints.route("GET /health.json", alb, { serverName: dns && `inner.${dns.domain}` });
  inFront.origins.prints = prints;
  if (dns) dns.alias("prints", prints.alias());

  const addresses = Object.fromEntries(network.zones.map((zone) => [zone, { disposable }]));
  const nlb = new Nlb("fixed", { network, addresses }, { parent: web });
  nlb.forward("inner", alb);

  const healthCheck = dns?.healthCheck("fixed", { host: nlb.dnsName, path: "/health.json" });
  dns?.alias("fixed", nlb, { routing: { failover: "primary" }, healthCheck });
  dns?.record("fixed", { type: "A", values: [standIn], routing: { failover: "secondary" } });
  const domain = `internal.${dns?.domain}`;
  dns?.privateZone("internal", { domain, network, disposable }).alias("inner", alb);
}
