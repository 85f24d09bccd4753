/** Search: photos by time and size, from documents that follow the table. */
import { LambdaFunction } from "../../components/compute";
import { Search } from "../../components/data";
import type { FeatureNeeds } from "..";
import { findPhotos } from "./find-photos";
import { indexPhotos, photoIndex } from "./index-photos";

/** Joins the feature's handlers to the layers. */
export function search(needs: FeatureNeeds): void {
  const { compute, data, environment, network, web } = needs;
  const inside = { parent: compute };
  const vpc = { network };
  // What is lost is indexed again from the table.
  const photos = new Search(
    "search",
    { network, disposable: !environment.production },
    { parent: data },
  );
  const { endpoint } = photos;

  new LambdaFunction(
    "index-photos",
    indexPhotos({ endpoint }),
    {
      on: data.tables.photos.changes({ maximumBatchingWindowInSeconds: 1 }),
      access: [photos.write(photoIndex)],
      vpc,
    },
    inside,
  );
  const find = new LambdaFunction(
    "find-photos",
    findPhotos({ endpoint }),
    {
      access: [photos.read(photoIndex)],
      vpc,
      reservedConcurrentExecutions: needs.publicConcurrency,
    },
    inside,
  );
  const authorization = web.api.checksTokens ? "jwt" : "iam";
  web.api.route("GET /photos/search", find, { authorization });
}
