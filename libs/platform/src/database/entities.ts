type EntityClass = new () => object;

const registered = new Set<EntityClass>();

/** A domain names its entities once, in its module file; the data source is built from all that were named. */
export function registerEntities(...classes: EntityClass[]): void {
  for (const entity of classes) registered.add(entity);
}

export function entities(): EntityClass[] {
  return [...registered];
}
