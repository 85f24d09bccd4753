/** Photo cache: a single photo, read through DAX. */
import { LambdaFunction } from "../../components/compute";
import { Dax } from "../../components/data";
import type { FeatureNeeds } from "..";
import { showPhoto } from "./show-photo";

/** Joins the feature's handler and its cache to the layers. */
export function photoCache(needs: FeatureNeeds): void {
  const { compute, data, network, web } = needs;
  const { photos: table } = data.tables;
  const cache = new Dax("photo-cache", { network, tables: [table] }, { parent: data });
  const show = new LambdaFunction(
    "show-photo",
    showPhoto({ table: table.name, cache: cache.endpoint }),
    {
      vpc: { network, egress: false },
      access: [cache.read(), table.read()],
      reservedConcurrentExecutions: needs.publicConcurrency,
    },
    { parent: compute },
  );
  // As the list is: public until the API has an authorizer.
  const authorization = web.api.checksTokens ? "jwt" : "none";
  web.api.route("GET /photos/{photoId}", show, { authorization });
}
