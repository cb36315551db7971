// Chapter 18's demo.

/** Frames after a response, such as acknowledgements, arrive a moment later. */
export const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 50));
