/** Sharing: links to single photos, which end by themselves. */
import { LambdaFunction } from "../../components/compute";
import { SessionTable } from "../../components/data";
import type { FeatureNeeds } from "..";
import { openShare } from "./open-share";
import { sharePhoto } from "./share-photo";

/** Joins the feature's handlers to the layers. */
export function sharing(needs: FeatureNeeds): void {
  const { compute, data, environment, web } = needs;
  const inside = { parent: compute };
  const bounded = { reservedConcurrentExecutions: needs.publicConcurrency };
  const { photos } = data.tables;
  const { originals } = data.buckets;
  const shares = new SessionTable(
    "shares",
    { disposable: !environment.production },
    { parent: data },
  );
  const share = new LambdaFunction(
    "share-photo",
    sharePhoto({ photos: photos.name, shares: shares.name }),
    { access: [photos.read(), shares.write()], ...bounded },
    inside,
  );
  const open = new LambdaFunction(
    "open-share",
    openShare({ shares: shares.name, originals: originals.name }),
    { access: [shares.read(), originals.read()], ...bounded },
    inside,
  );
  const authorization = web.api.checksTokens ? "jwt" : "iam";
  web.api.route("POST /photos/{photoId}/shares", share, { authorization });
  // Whoever has the link.
  web.api.route("GET /shares/{secret}", open, { authorization: "none" });
}
