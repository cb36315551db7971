// Lint rules: typescript-eslint's type-checked set. What is switched off says why.
const js = require('@eslint/js');
const tseslint = require('typescript-eslint');

module.exports = tseslint.config(
  {
    ignores: [
      '**/build/**',
      '**/node_modules/**',
      '**/generated/**',
      '**/golden/**',
      'docs/.vitepress/cache/**',
      'docs/.vitepress/dist/**',
      '.nx/**',
      '.cache/**',
      'my/**',
      // They import each other as they do in my/, where a test checks them
      // (packages/course).
      'packages/*/exercises/*/{start,solution}.ts',
    ],
  },
  js.configs.recommended,
  {
    // A page cuts a longer comment off. The width of code is prettier's business.
    rules: {
      'max-len': ['error', { code: 1000, comments: 90, ignorePattern: 'eslint-disable' }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: tseslint.configs.recommendedTypeChecked,
    languageOptions: {
      // All files as one program: each project apart would be read once more for each
      // that refers to it. What runs in a browser is the second, with the DOM's types.
      parserOptions: {
        project: ['./tools/tsconfig.lint.json', './docs/tsconfig.lint.json'],
        tsconfigRootDir: __dirname,
      },
    },
    rules: {
      // A handler may be asynchronous without awaiting anything.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        __filename: 'readonly',
        Buffer: 'readonly',
        process: 'readonly',
        console: 'readonly',
      },
    },
  },
);
