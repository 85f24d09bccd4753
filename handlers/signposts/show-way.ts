/** /go/{name}/...: where a name leads to today, answered at CloudFront's edge. */
import type { EdgeEvent, EdgeRequest, EdgeResponse, EdgeValues } from "../../components/cdn";

/**
 * The callback of the edge function, which knows its argument and nothing else. `/go/addresses` is answered by the
 * fixed addresses that the gallery calls from, for lists of who is let in; `/go/orders/...` and `/go/help/...` lead on.
 */
export const showWay = async (
  event: EdgeEvent,
  values: EdgeValues<"addresses" | "help" | "orders">,
): Promise<EdgeRequest | EdgeResponse> => {
  const parts = event.request.uri.split("/");
  const name = parts[2];
  if (name === "addresses") {
    const headers = {
      "content-type": { value: "application/json" },
      "cache-control": { value: "max-age=300" },
    };
    return { statusCode: 200, headers: headers, body: await values.get("addresses") };
  }
  if (name !== "orders" && name !== "help") {
    return { statusCode: 404 };
  }
  const start = await values.get(name);
  const location = { value: start + parts.slice(3).join("/") };
  return { statusCode: 302, headers: { location: location } };
};
