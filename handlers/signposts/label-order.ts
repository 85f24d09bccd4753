/** GET /labels/{orderId}.svg: the label of a parcel, which says where its way can be followed. */
import type { LambdaFunctionURLEvent } from "aws-lambda";
import { errorResponse, type HttpResponse } from "../http-response";

/** What order ids are made of; nothing that means something in SVG. */
const labelPath = /^\/([\w-]{1,64})\.svg$/;
/** A day: the label of an order is always the same. */
const kept = "public, max-age=86400";

/**
 * The handler. Answers 200 with the label, and 404 for what is no order's id.
 *
 * @param needs `host`: the gallery's own, such as `www.example.com`.
 */
export function labelOrder({ host }: { host: string }) {
  return async ({ rawPath }: LambdaFunctionURLEvent): Promise<HttpResponse> => {
    const [, orderId] = labelPath.exec(rawPath) ?? [];
    if (orderId === undefined) {
      return errorResponse(404, "Write it like /labels/<order id>.svg.");
    }
    return {
      statusCode: 200,
      headers: { "content-type": "image/svg+xml", "cache-control": kept },
      body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 120" font-family="sans-serif">
<title>Order ${orderId}</title>
<text x="20" y="50" font-size="36">Order ${orderId}</text>
<text x="20" y="95" font-size="18">${host}/go/orders/${orderId}</text>
</svg>
`,
    };
  };
}
