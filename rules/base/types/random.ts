/** Pulumi type tokens of the resources of random that rules speak of. */
export const random = {
  password: "random:index/randomPassword:RandomPassword",
} as const;
