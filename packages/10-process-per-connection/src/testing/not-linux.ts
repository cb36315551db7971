// Loaded before the server (node -r), it makes the process believe that it runs on another system.
Object.defineProperty(process, 'platform', { value: 'darwin' });
