/** Sessions of accounts: who signed in is in Aurora, through its proxy; the session itself is in Valkey. */
import { LambdaFunction, Migrations } from "../../components/compute";
import { Aurora, Valkey } from "../../components/data";
import { backedUp } from "../backed-up";
import type { FeatureNeeds } from "..";
import { closeSession } from "./close-session";
import { openSession } from "./open-session";
import { showSession } from "./show-session";

/** Joins the handlers of sessions to the layers. */
export function sessions(needs: FeatureNeeds): void {
  const { compute, data, environment, network, web } = needs;
  const disposable = !environment.production;
  const made = { parent: data };
  const accounts = new Aurora(
    "accounts",
    {
      network,
      engine: "postgres",
      proxy: {},
      ...(environment.production && { readerScaling: { maximum: 3 } }),
      disposable,
      transform: { cluster: { tags: backedUp } },
    },
    made,
  );
  const schema = new Migrations(
    "accounts-schema",
    { network, database: accounts, folder: "handlers/accounts/schema" },
    { parent: compute },
  );
  const cache = new Valkey("sessions", { network, disposable }, made);

  const places = {
    accounts: {
      host: accounts.host,
      port: accounts.port,
      database: schema.before(accounts.databaseName),
      user: accounts.administrator,
    },
    sessions: {
      host: cache.host,
      port: cache.port,
      name: cache.cacheName,
      user: cache.userNames.app,
    },
  };
  const inside = { parent: compute };
  const common = { vpc: { network }, reservedConcurrentExecutions: needs.publicConcurrency };
  const open = new LambdaFunction(
    "open-session",
    openSession(places),
    { access: [accounts.connect(), cache.connect()], ...common },
    inside,
  );
  const show = new LambdaFunction(
    "show-session",
    showSession(places),
    { access: [accounts.connect(), cache.connect()], ...common },
    inside,
  );
  const close = new LambdaFunction(
    "close-session",
    closeSession({ sessions: places.sessions }),
    { access: [cache.connect()], ...common },
    inside,
  );
  web.api.route("POST /sessions", open, { authorization: web.api.checksTokens ? "jwt" : "iam" });
  // The cookie says who asks: without one they answer 401, and do nothing.
  web.api.route("GET /sessions/current", show, { authorization: "none" });
  web.api.route("DELETE /sessions/current", close, { authorization: "none" });
}
