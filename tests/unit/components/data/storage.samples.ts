/** One of each component: file systems, volumes and their copies. */
import { inNetwork, withArgs, type Samples } from "../sample";

export const samples: Samples = {
  FileSystem: inNetwork(),
  Volume: withArgs({ zone: "eu-west-1a", size: 20 }),
  Backup: withArgs((name) => ({ tag: { key: "Backup", value: name } })),
};
