/** One of each component: functions. */
import { LambdaFunction } from "../../../../components/compute";
import { type Samples } from "../sample";

export const samples: Samples = {
  LambdaFunction: (_type, name, inside, more) =>
    new LambdaFunction(
      name,
      () => Promise.resolve("hello"),
      { url: { authorization: "none" }, ...more },
      inside,
    ),
};
