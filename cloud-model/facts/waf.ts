/** Web access control lists (AWS WAF). */
import { because, type Facts, FORCES_NEW } from "../type-facts";

export const facts: Facts = {
  "aws:wafv2/webAcl:WebAcl": {
    outputs: {
      name: "{auto}",
      id: "{uuid}",
      arn: (shape) => {
        const scope = shape.subject.inputs.scope === "CLOUDFRONT" ? "global" : "regional";
        return shape.fill(`arn:aws:wafv2:{region}:{account}:${scope}/webacl/{name}/{id}`, "arn");
      },
    },
    replaces: { spec: "AWS::WAFv2::WebACL", also: because(FORCES_NEW, "description") },
  },
};
