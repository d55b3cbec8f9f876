/** Nothing to start. Without a file of that name here Turbopack takes the one of the folders above, which is the application's. */
export function register(): void {}
