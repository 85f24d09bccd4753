/** What the arguments of a distribution say together that can't be. */
import { Refuse } from "../component";
import type { DistributionArgs } from "./distribution";
import { MISSING_OBJECT_CODES } from "./error-pages";
import { isBucket } from "./origin-access";
import { asRoute, Routes } from "./routes";

/** @throws pulumi.RunError for the first contradiction. */
export function refuseContradictions(
  args: DistributionArgs,
  { byDefault, byPath }: Routes,
  refuse: Refuse,
): void {
  const { notFoundPage, urlRewrite, defaultRootObject } = args;
  if (defaultRootObject?.startsWith("/")) {
    throw refuse(
      "defaultRootObject",
      defaultRootObject,
      "the object's key, which has no slash at the front",
      `write ${JSON.stringify(defaultRootObject.slice(1))}`,
    );
  }
  const http = [byDefault, ...byPath].filter(({ origin }) => !isBucket(origin));
  if (notFoundPage && http.length > 0) {
    throw refuse(
      "notFoundPage",
      notFoundPage,
      `none beside ${http.map(({ key }) => key).join(", ")}, whose own 403 and 404 answers it would replace`,
      'use urlRewrite: "single-page" and let the page show what is missing, or a distribution of its own for the API',
    );
  }
  refusePages(args, refuse);
  refuseWebAcl(args, refuse);
  refuseSecondFunction(args, refuse);
  if (urlRewrite && !isBucket(byDefault.origin)) {
    throw refuse(
      "urlRewrite",
      urlRewrite,
      `none where the default origin, ${byDefault.key}, is not a bucket`,
      "remove urlRewrite, or make a bucket the default origin",
    );
  }
}

function refusePages({ notFoundPage, errorPages = {} }: DistributionArgs, refuse: Refuse): void {
  const twice = MISSING_OBJECT_CODES.find((code) => errorPages[code]);
  if (notFoundPage && twice !== undefined) {
    throw refuse(
      "errorPages",
      twice,
      "a page for each status once; notFoundPage has 403 and 404",
      "remove notFoundPage, or the page of that status",
    );
  }
}

function refuseWebAcl({ webAcl, webAclId }: DistributionArgs, refuse: Refuse): void {
  if (webAcl && webAclId !== undefined) {
    throw refuse("webAclId", webAclId, "webAcl or webAclId, not both", "remove one");
  }
  if (webAcl && webAcl.scope !== "CLOUDFRONT") {
    throw refuse(
      "webAcl",
      webAcl.scope,
      "a web ACL of scope CLOUDFRONT",
      'make it with scope: "CLOUDFRONT"',
    );
  }
}

function refuseSecondFunction(
  { urlRewrite, origins, defaultOrigin = "site" }: DistributionArgs,
  refuse: Refuse,
): void {
  if (urlRewrite && asRoute(origins[defaultOrigin]).viewerRequest) {
    throw refuse(
      `origins.${defaultOrigin}.viewerRequest`,
      "a function",
      "none beside urlRewrite, which is a function too: CloudFront runs one",
      "remove urlRewrite, and change the path in your function",
    );
  }
}
