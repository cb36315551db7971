// A server that fails to start.

process.exit(3);
