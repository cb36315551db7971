/**
 * For a fake that a judge passes to the learner's code, which may take the methods out of
 * it: `const { recv } = socket`, or `{ ...socket }`.
 */
export function bindMethods(object: object): void {
  const methods = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object) as object);
  for (const [name, { value }] of Object.entries<PropertyDescriptor>(methods)) {
    if (typeof value !== 'function' || name === 'constructor') continue;
    const method = value as (...args: unknown[]) => unknown;
    Object.defineProperty(object, name, { value: method.bind(object), enumerable: true });
  }
}
