// Loaded before a program (node -r), it makes Node report another system.
Object.defineProperty(process, 'platform', { value: 'darwin' });
