// Loaded before a program (node -r), it makes the process believe that it runs on another system.
Object.defineProperty(process, 'platform', { value: 'darwin' });
