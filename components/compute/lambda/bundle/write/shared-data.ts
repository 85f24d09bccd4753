// Objects that several places in the captured data hold: written once, in a module of their own, so that they stay one
// object in Lambda too.
import { CapturedValue, Frame, ModuleSlice } from "../plan/module-slice";
import { writeData, WriteOutput } from "../live/plain-data";
import type { Slice } from "../plan/slice";

/** The name under which the slice's modules import them. */
export const sharedModule = "shared-data";

interface Place {
  readonly frame: Frame;
  readonly captured: CapturedValue;
  readonly path: readonly string[];
}

export class SharedData {
  /** In the order in which they are found. */
  private readonly objects = new Map<object, { readonly name: string; readonly place: Place }>();

  constructor(private readonly slice: Slice) {
    const first = new Map<object, Place>();
    this.eachValue((_, frame, captured) => {
      writeData(
        captured.value,
        {
          output: () => "0",
          object: (value, path) => {
            const place = first.get(value);
            if (!place) first.set(value, { frame, captured, path });
            else if (!this.objects.has(value)) {
              this.objects.set(value, { name: `shared${this.objects.size}`, place });
            }
            return place && "0";
          },
        },
        captured.path,
      );
    });
    this.addImports();
  }

  private eachValue(
    use: (module: ModuleSlice, frame: Frame, captured: CapturedValue) => void,
  ): void {
    for (const module of this.slice.modules.values()) {
      for (const frame of [module, ...module.functions]) {
        for (const captured of frame.values) use(module, frame, captured);
      }
    }
  }

  private addImports(): void {
    this.eachValue((module, _, { value }) => {
      const object = (part: object) => {
        const imported = this.objects.get(part)?.name;
        if (imported === undefined) return undefined;
        const local = module.unusedName(imported);
        module.imports.set(local, { local, from: `slice:${sharedModule}`, imported });
        return local;
      };
      writeData(value, { output: () => "0", object });
    });
  }

  /** The name of a shared object in a module of the slice. */
  nameIn(module: ModuleSlice, value: object): string | undefined {
    const name = this.objects.get(value)?.name;
    return name && module.unusedName(name);
  }

  /** The text of the module with the shared objects; undefined where there are none. */
  text(writeOutput: (frame: Frame, captured: CapturedValue) => WriteOutput): string | undefined {
    if (this.objects.size === 0) return undefined;
    const written = new Map<object, string>();
    const write = (value: object): string => {
      const { name, place } = this.objects.get(value) as { name: string; place: Place };
      if (written.has(value)) return name;
      const text = writeData(
        value,
        {
          output: writeOutput(place.frame, place.captured),
          object: (part) => (part !== value && this.objects.has(part) ? write(part) : undefined),
        },
        place.path,
      );
      written.set(value, `export const ${name} = ${text};\n`);
      return name;
    };
    for (const value of this.objects.keys()) write(value);
    return [...written.values()].join("");
  }
}
