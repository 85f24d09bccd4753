/** Comments on photos: rows in PostgreSQL, pages in Memcached, forbidden words in a file that functions share. */
import { LambdaFunction, Migrations } from "../../components/compute";
import { Database, FileSystem, Memcached } from "../../components/data";
import { backedUp } from "../backed-up";
import type { FeatureNeeds } from "..";
import { forbidWords } from "./forbid-words";
import { listComments } from "./list-comments";
import { postComment } from "./post-comment";
import { wordFolder } from "./word-list";

/** The user of the database that its schema makes for handlers. */
const USER = "app";
/** Where Lambda's Node.js has the authorities that RDS signs with ("Node.js runtimes", Lambda guide). */
const authorities = { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" };

/** Joins the feature's handlers to the layers. */
export function comments(needs: FeatureNeeds): void {
  const { compute, data, environment, network, web } = needs;
  const disposable = !environment.production;
  const made = { parent: data };
  const inside = { parent: compute };
  const database = new Database(
    "comments",
    { network, engine: "postgres", disposable, transform: { instance: { tags: backedUp } } },
    made,
  );
  const schema = new Migrations(
    "comments-schema",
    { network, database, folder: "handlers/comments/schema" },
    inside,
  );
  const pageCache = new Memcached("comment-pages", { network }, made);
  const files = new FileSystem(
    "words",
    { network, disposable, transform: { fileSystem: { tags: backedUp } } },
    made,
  );

  const places = {
    comments: {
      host: database.host,
      port: database.port,
      database: schema.before(database.databaseName),
      user: USER,
    },
    pages: { host: pageCache.host, port: pageCache.port },
  };
  const access = [database.connect(USER), pageCache.connect()];
  const fileSystem = { from: files, localMountPath: wordFolder };
  const common = {
    vpc: { network },
    environment: authorities,
    reservedConcurrentExecutions: needs.publicConcurrency,
  };
  const post = new LambdaFunction(
    "post-comment",
    postComment(places),
    { access, fileSystem, ...common },
    inside,
  );
  const list = new LambdaFunction(
    "list-comments",
    listComments(places),
    { access, ...common },
    inside,
  );
  const forbid = new LambdaFunction(
    "forbid-words",
    forbidWords(),
    { fileSystem, vpc: { network } },
    inside,
  );
  // Whoever comments is known; moderators have AWS credentials.
  const authorization = web.api.checksTokens ? "jwt" : "iam";
  web.api.route("POST /photos/{photoId}/comments", post, { authorization });
  web.api.route("GET /photos/{photoId}/comments", list, { authorization });
  web.api.route("PUT /moderation/words", forbid, { authorization: "iam" });
}
