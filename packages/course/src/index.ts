// What the repository's own checks use: the chapters, what each of them has, and the
// parsed pages.
export * from './chapters';
export * from './pages/claim';
export * from './pages/parse-page';
export { childrenOf } from './pages/markdown';
export * from './pages/region';
export * from './pages/slug';
export * from './rooms';
export { formatTable, markdownTable } from './chapter-map';
export { routesTable, routesText } from './routes-page';
export * from './exercises/exercise';
export { solutionText } from './exercises/texts';
export { createContext } from './context';
export { commandNames } from './program';
